/** What a Linux capability gives beyond the container, or null for those of the engine's default set and the harmless ones. */
export interface CapabilityReach {
  readonly level: "error" | "warning";
  /** What it gives, to go into a sentence: "… gives %s". */
  readonly gives: string;
}

/** After capabilities(7) and the default set of Docker Engine 28 (2025). */
const REACH: Readonly<Record<string, CapabilityReach>> = {
  ALL: { level: "error", gives: "every right of the host's root" },
  SYS_ADMIN: { level: "error", gives: "mounts, namespaces and most of root's rights on the host" },
  SYS_MODULE: { level: "error", gives: "the loading of kernel modules" },
  SYS_RAWIO: { level: "error", gives: "raw access to the host's memory and ports" },
  NET_ADMIN: { level: "error", gives: "the control of interfaces, routes and firewalls" },
  BPF: { level: "error", gives: "the loading of programs into the kernel" },
  SYS_BOOT: { level: "error", gives: "the reboot of the host" },
  SYS_PTRACE: { level: "error", gives: "the reading and writing of other processes' memory" },
  DAC_READ_SEARCH: { level: "error", gives: "the reading of any file, past its permissions and past the container" },
  MAC_ADMIN: { level: "error", gives: "the change of AppArmor and SELinux policies" },
  MAC_OVERRIDE: { level: "error", gives: "the override of AppArmor and SELinux policies" },
  PERFMON: { level: "error", gives: "a view into the processes of the host" },
  SYS_TIME: { level: "error", gives: "the setting of the host's clock" },
  SYSLOG: { level: "error", gives: "the reading of the host's kernel log" },
  AUDIT_CONTROL: { level: "error", gives: "the control of the host's audit log" },
  AUDIT_READ: { level: "warning", gives: "the reading of the host's audit log" },
  CHECKPOINT_RESTORE: { level: "warning", gives: "the restoring of processes with chosen ids" },
  LINUX_IMMUTABLE: { level: "warning", gives: "files that nobody can remove" },
  SYS_PACCT: { level: "warning", gives: "the switching of process accounting" },
  SYS_RESOURCE: { level: "warning", gives: "the override of limits" },
  SYS_TTY_CONFIG: { level: "warning", gives: "the control of the host's terminals" },
  SYS_NICE: { level: "warning", gives: "a priority that starves the host's other processes" },
  IPC_LOCK: { level: "warning", gives: "locked memory without a bound" },
  LEASE: { level: "warning", gives: "leases that block others from opening files" },
  BLOCK_SUSPEND: { level: "warning", gives: "a host that cannot sleep" },
  WAKE_ALARM: { level: "warning", gives: "the waking of the host" },
  NET_BROADCAST: { level: "warning", gives: "broadcasts and multicasts on the host's network" },
};

/** What a capability reaches; upper case, without `CAP_`. */
export function capabilityReach(name: string): CapabilityReach | null {
  return Object.hasOwn(REACH, name) ? (REACH[name] ?? null) : null;
}

/** Capabilities that software needs by its own documentation, by a part of the image's repository. */
const NEEDS: readonly { readonly software: string; readonly name: RegExp; readonly needs: readonly string[] }[] = [
  { software: "Vault", name: /(?:^|\/)(?:vault|openbao)$/, needs: ["IPC_LOCK"] },
  { software: "Elasticsearch", name: /(?:^|\/)(?:elasticsearch|opensearch)(?:-oss)?$/, needs: ["IPC_LOCK"] },
  { software: "MySQL", name: /(?:^|\/)(?:mysql|mysql-server|mariadb|percona|percona-server)$/, needs: ["SYS_NICE"] },
  {
    software: "a VPN",
    name: /(?:^|\/)(?:wireguard|wg-easy|tailscale|gluetun|openvpn|openvpn-as|netbird|headscale|zerotier)$/,
    needs: ["NET_ADMIN"],
  },
  { software: "Pi-hole", name: /(?:^|\/)pihole$/, needs: ["NET_ADMIN", "SYS_TIME", "SYS_NICE"] },
];

/** The name of the software that needs the capability, when the image is known to; `name` as in an image reference. */
export function needsCapability(name: string, capability: string): string | null {
  return NEEDS.find((one) => one.name.test(name) && one.needs.includes(capability))?.software ?? null;
}
