/** What lies behind a path of the host, as far as it matters who can see or change it. */
export interface HostPath {
  /** The path that the mount is or lies under, normalised. */
  readonly path: string;
  readonly level: "error" | "warning";
  /** What it opens, to follow "opens": "the host's processes". */
  readonly opens: string;
}

/** One slash between parts, `.` and `..` resolved, no slash at the end; "" for a path that is not absolute. */
export function normalHostPath(written: string): string {
  if (!written.startsWith("/")) return "";
  const parts: string[] = [];
  for (const part of written.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

const SOCKET = /(?:^|\/)(docker|containerd|podman|crio|cri-dockerd|buildkitd|dockershim)(?:\.(?:raw|sock))?\.sock$/;
const SOCKET_FOLDER = /^\/(?:var\/)?run(?:\/(?:docker|containerd|podman|crio|user\/[^/]+(?:\/(?:docker|podman))?))?$/;

/** The engine's control socket that a mount brings in, by its host path or by where it is put; null when it brings none. */
export function engineSocketOf(source: string, target: string): string | null {
  const host = normalHostPath(source);
  for (const path of [host || source, target]) {
    const match = SOCKET.exec(path);
    if (match) return `the control socket of ${match[1]}`;
  }
  if (/docker_engine$/.test(source)) return "the control pipe of docker";
  if (SOCKET_FOLDER.test(host)) return "a folder that holds the engine's control socket";
  return null;
}

/** Paths whose content lets the writer become the host's root. Below them counts too. */
const ROOT_EQUIVALENT: readonly (readonly [path: string, opens: string])[] = [
  ["/root", "the home of the host's root"],
  ["/boot", "the kernel of the host"],
  ["/proc", "the host's processes and kernel settings"],
  ["/usr", "the programs of the host"],
  ["/bin", "the programs of the host"],
  ["/sbin", "the programs of the host"],
  ["/lib", "the libraries of the host"],
  ["/lib64", "the libraries of the host"],
  ["/var/lib/docker", "the files of every container"],
  ["/var/lib/containerd", "the files of every container"],
  ["/var/lib/kubelet", "the pods and secrets of the node"],
  ["/var/spool/cron", "scheduled jobs of the host"],
];
/** Paths that show or weaken the host in either mode. */
const EXPOSING: readonly (readonly [path: string, opens: string])[] = [
  ["/sys", "the host's devices and kernel"],
  ["/dev", "the host's devices"],
  ["/home", "the homes of the host's users"],
  ["/var/log", "the logs of the host"],
  ["/var/run", "sockets and state of the host's services"],
  ["/run", "sockets and state of the host's services"],
];
/** Folders that are dangerous as a whole, while what lies below them belongs to apps. */
const WHOLE: readonly (readonly [path: string, opens: string])[] = [
  ["/", "the whole disk of the host"],
  ["/var", "state, logs and containers of the host"],
  ["/var/lib", "the state of every service of the host"],
  ["/opt", "the software of the host"],
  ["/srv", "the data of the host"],
  ["/mnt", "all disks mounted on the host"],
  ["/media", "all disks mounted on the host"],
  ["/tmp", "temporary files and sockets of the host"],
];
/** Files that show nothing, or no more than the container may know. */
const HARMLESS =
  /^\/etc\/(?:localtime|timezone|hostname|hosts|resolv\.conf|machine-id|ssl\/certs(?:\/.*)?|pki\/.*|ca-certificates(?:\/.*)?|os-release)$|^\/usr\/share\/(?:zoneinfo|ca-certificates)(?:\/.*)?$|^\/usr\/local\/share\/ca-certificates(?:\/.*)?$|^\/dev\/(?:null|zero|full|random|urandom|log)$/;
/** Folders below a system path where people keep their own settings and data. */
const OWN =
  /^\/usr\/(?:local\/)?(?:src|share)(?:\/|$)|^\/home\/[^/]+\/[^/]|^\/var\/log\/[^/]|^\/usr\/local\/[^/]+\/[^/]+\/|^\/(?:var\/)?run\/(?:postgresql|mysqld|redis|secrets|php[^/]*)(?:\/|$)/;

/** What of /etc decides who may do what; other folders there are settings of single programs. */
const ETC =
  /^\/etc(?:$|\/(?:passwd|shadow|group|gshadow|sudoers|cron|anacron|ssh|ld\.so|pam|security|systemd|init|rc|profile|bash|environment|docker|containerd|kubernetes|rancher|fstab|modprobe|sysctl|udev|apt|yum|krb5|ssl\/private|selinux|apparmor))/;

function under(path: string, table: typeof WHOLE): readonly [string, string] | undefined {
  return table.find(([folder]) => path === folder || path.startsWith(`${folder}/`));
}

/** What a bind mount of a host path opens; null when it is no system path. Engine sockets are `engineSocketOf`'s. */
export function hostPathOf(source: string, readOnly: boolean): HostPath | null {
  const path = normalHostPath(source);
  if (path === "" || (HARMLESS.test(path) && readOnly) || OWN.test(path)) return null;
  if (/^\/etc\/(?:localtime|timezone)$|^\/dev\/(?:null|log)$/.test(path)) return null;
  const whole = WHOLE.find(([folder]) => folder === path);
  const root = ETC.test(path)
    ? (["/etc", "accounts, scheduled jobs and settings of the host"] as const)
    : under(path, ROOT_EQUIVALENT);
  const found = whole ?? root ?? under(path, EXPOSING);
  if (!found) return null;
  const mild = (readOnly && path !== "/") || path.startsWith("/dev/");
  return { path, level: mild ? "warning" : "error", opens: found[1] };
}
