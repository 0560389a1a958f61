/**
 * What Docker gives a container that asks for nothing: no image needs more unless it is told so. In the order in which they are tried where nothing
 * says which is missing: what changes users first. Source: moby/profiles, oci/caps/defaults.go, 2026-08.
 */
export const USUAL_CAPABILITIES = [
  ..."SETGID SETUID CHOWN DAC_OVERRIDE FOWNER NET_BIND_SERVICE KILL SYS_CHROOT NET_RAW FSETID SETFCAP SETPCAP MKNOD".split(" "),
  "AUDIT_WRITE",
] as const;

const DENIED = /not permitted|permission denied|EPERM|EACCES|failed switching/i;

/** What a line that tells of something denied is about, the first that fits. Programs name the call, and libc's words for the error. */
const ABOUT: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\b[lf]?chown|changing ownership|change owner/i, ["CHOWN"]],
  [/setgroups|initgroups|setres?gid|setegid|setgid/i, ["SETGID"]],
  [/setres?uid|seteuid|setuid/i, ["SETUID"]],
  [
    /failed switching|switch(?:ing)? (?:to )?user|drop(?:ping)? privileges|cannot set (?:user|group)|\bsu(?:-exec|do)?\b|gosu|setpriv/i,
    ["SETGID", "SETUID"],
  ],
  [/\bbind\b|listen/i, ["NET_BIND_SERVICE"]],
  [/chroot/i, ["SYS_CHROOT"]],
  [/\bchmod|mode of|utime|changing (?:times|permissions)/i, ["FOWNER"]],
  [/raw socket|SOCK_RAW|\bping\b|\bicmp/i, ["NET_RAW"]],
  [/\bkill\b|signal process/i, ["KILL"]],
  [/mknod/i, ["MKNOD"]],
  // A program with capabilities of its own in the file is not started at all where the container may not have them.
  [/\bexec\b/i, ["NET_BIND_SERVICE", "SETPCAP", "NET_RAW"]],
  [/open|mkdir|creat|unlink|rename|read|write|access|cannot/i, ["DAC_OVERRIDE"]],
];

/**
 * The capability to try next, by what a container said before it failed; null when there is none left.
 * @param given those that it had
 */
export function nextCapability(lines: readonly string[], given: readonly string[]): string | null {
  const has = new Set(given);
  for (const line of [...lines].reverse()) {
    if (!DENIED.test(line)) continue;
    const hints = ABOUT.find(([about]) => about.test(line))?.[1] ?? ["DAC_OVERRIDE"];
    const hint = hints.find((one) => !has.has(one));
    if (hint) return hint;
  }
  return USUAL_CAPABILITIES.find((one) => !has.has(one)) ?? null;
}
