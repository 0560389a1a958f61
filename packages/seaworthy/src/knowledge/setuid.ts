/** Programs with setuid or setgid that distributions ship in their images or in packages that are common there. */
export const SOURCE =
  "the file lists of the packages of Debian 11-13, Ubuntu 20.04-26.04, Alpine 3.10-3.23, Fedora 42 and their base images";
export const AS_OF = "2026-11-27";

const KNOWN: ReadonlySet<string> = new Set(
  (
    "/bin/mount /bin/umount /bin/su /bin/ping /bin/ping6 /bin/fusermount /bin/bbsuid /sbin/unix_chkpwd /sbin/mount.nfs /sbin/pam_timestamp_check " +
    "/usr/bin/mount /usr/bin/umount /usr/bin/su /usr/bin/passwd /usr/bin/chfn /usr/bin/chsh /usr/bin/chage /usr/bin/expiry /usr/bin/gpasswd " +
    "/usr/bin/newgrp /usr/bin/newgidmap /usr/bin/newuidmap /usr/bin/wall /usr/bin/write /usr/bin/write.ul /usr/bin/bsd-write /usr/bin/crontab /usr/bin/at " +
    "/usr/bin/ssh-agent /usr/bin/dotlockfile /usr/bin/mail-lock /usr/bin/mail-unlock /usr/bin/mail-touchlock /usr/bin/fusermount " +
    "/usr/bin/fusermount3 /usr/bin/ping /usr/bin/ping6 /usr/bin/ntfs-3g /usr/bin/locate /usr/bin/mlocate /usr/bin/plocate /usr/bin/screen " +
    "/usr/sbin/unix_chkpwd /usr/sbin/pam_extrausers_chkpwd /usr/sbin/pam_timestamp_check /usr/sbin/userhelper /usr/sbin/usernetctl " +
    "/usr/sbin/mount.nfs /usr/sbin/mount.cifs /usr/sbin/exim4 /usr/sbin/postdrop /usr/sbin/postqueue /usr/sbin/sendmail /usr/sbin/lockdev " +
    "/usr/lib/openssh/ssh-keysign /usr/libexec/openssh/ssh-keysign /usr/lib/ssh/ssh-keysign /usr/lib/dbus-1.0/dbus-daemon-launch-helper " +
    "/usr/libexec/dbus-1/dbus-daemon-launch-helper /usr/libexec/dbus-daemon-launch-helper /lib/dbus-1/dbus-daemon-launch-helper " +
    "/usr/lib/utempter/utempter /usr/libexec/utempter/utempter /usr/libexec/camel-lock-helper-1.2 /usr/lib/eject/dmcrypt-get-device " +
    "/usr/lib/xorg/Xorg.wrap /usr/lib/snapd/snap-confine /usr/lib/polkit-1/polkit-agent-helper-1 /usr/libexec/polkit-agent-helper-1"
  ).split(" "),
);

/** Whether a distribution ships this program with setuid or setgid. sudo, doas and pkexec, which hand out root, are none of them. */
export function isKnownSetuid(path: string): boolean {
  return KNOWN.has(path) || /^\/(?:usr\/)?lib\/(?:[a-z0-9_-]{3,40}\/)?utempter\/utempter$/.test(path);
}
