import type { Listener, SeenProcess } from "./observations.js";

/** The kernel's capabilities by their number. Source: include/uapi/linux/capability.h, Linux 6.12. */
const CAPABILITIES = [
  ..."CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE".split(" "),
  ..."NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN".split(
    " ",
  ),
  ..."SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE".split(
    " ",
  ),
  ..."MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE".split(" "),
] as const;

/** A process as it was seen, and what is of use while the trial runs. */
export interface LiveProcess extends SeenProcess {
  /** The kernel's letter: R, S, D, T (stopped), Z (zombie)… */
  readonly state: string;
  /** Signals that it catches, by number. */
  readonly caught: readonly number[];
}

/** Reads /proc/PID/status; null for what is none. */
export function parseStatus(pid: number, text: string): LiveProcess | null {
  const lines = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0 && !lines.has(line.slice(0, colon))) lines.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const numbers = (name: string) => (lines.get(name) ?? "").split(/\s+/).filter(Boolean).map(Number);
  const four = (name: string): [number, number, number, number] | null => {
    const [real, effective, saved, files] = numbers(name);
    return real === undefined || effective === undefined || saved === undefined || files === undefined
      ? null
      : [real, effective, saved, files];
  };
  const uids = four("Uid");
  const gids = four("Gid");
  const parent = numbers("PPid")[0];
  if (!uids || !gids || parent === undefined) return null;
  const set = (name: string) => capabilityNames(lines.get(name) ?? "");
  return {
    pid,
    parent,
    uids,
    gids,
    groups: numbers("Groups"),
    effective: set("CapEff"),
    permitted: set("CapPrm"),
    bounding: set("CapBnd"),
    ambient: set("CapAmb"),
    noNewPrivileges: lines.get("NoNewPrivs") === "1",
    seccomp: Number(lines.get("Seccomp") ?? 0),
    name: lines.get("Name") ?? "",
    visitor: parent === 0 && pid !== 1,
    state: lines.get("State")?.[0] ?? "?",
    caught: bits(lines.get("SigCgt") ?? "").map((bit) => bit + 1),
  };
}

/** Names without CAP_, sorted, of a set of capabilities as hexadecimal digits; a number that has no name yet is `CAP_41`. */
export function capabilityNames(hexadecimal: string): readonly string[] {
  return bits(hexadecimal)
    .map((bit) => CAPABILITIES[bit] ?? `CAP_${bit}`)
    .sort();
}

function bits(hexadecimal: string): readonly number[] {
  if (!/^[0-9a-f]{1,16}$/i.test(hexadecimal)) return [];
  const set = BigInt(`0x${hexadecimal}`);
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => (set >> BigInt(bit)) & 1n);
}

const LISTEN = "0A";
/** State of a UDP socket that is bound and not connected. */
const UNCONNECTED = "07";

const ESTABLISHED = "01";
const SOCKET = /^\s*\d+: ([0-9A-F]{8}(?:[0-9A-F]{24})?:[0-9A-F]{4}) ([0-9A-F]{8}(?:[0-9A-F]{24})?:[0-9A-F]{4}) ([0-9A-F]{2}) /;

/** The other side of a connection. An IPv4 address stands as such, also where the socket is one of IPv6. */
export interface Peer {
  readonly address: string;
  readonly port: number;
}

/** The other sides of all connections that are open, of a table of /proc/net (tcp, tcp6). */
export function parsePeers(table: string): readonly Peer[] {
  return table.split("\n").flatMap((line) => {
    const [, , remote = "", state = ""] = SOCKET.exec(line) ?? [];
    if (state !== ESTABLISHED) return [];
    const [address = "", port = ""] = remote.split(":");
    // ::ffff:a.b.c.d, its third word as the machine has it in memory.
    const mapped = /^0{16}FFFF0000([0-9A-F]{8})$/.exec(address)?.[1];
    return [{ address: addressOf(mapped ?? address), port: Number.parseInt(port, 16) }];
  });
}

/** The sockets that something listens at, of a table of /proc/net (tcp, tcp6, udp, udp6); the addresses are words in the machine's little-endian order. */
export function parseListeners(protocol: Listener["protocol"], table: string): readonly Listener[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", remote = "", state = ""] =
      /^\s*\d+: ([0-9A-F]{8}(?:[0-9A-F]{24})?:[0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) ([0-9A-F]{2}) /.exec(line) ?? [];
    const listens = protocol === "tcp" ? state === LISTEN : state === UNCONNECTED && /^0+:0000$/.test(remote);
    if (!listens) return [];
    const [address = "", port = ""] = local.split(":");
    return [{ protocol, address: addressOf(address), port: Number.parseInt(port, 16) }];
  });
}

function addressOf(hexadecimal: string): string {
  const bytes = Buffer.from(hexadecimal, "hex");
  for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
  // The URL reader shortens it as everyone writes it.
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** A mount of a container: where, the kind of file system, and whether it may be written to. */
export interface Mount {
  readonly path: string;
  readonly kind: string;
  readonly writable: boolean;
}

/** Reads /proc/PID/mountinfo (proc_pid_mountinfo(5)). */
export function parseMounts(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , , path, options] = before.split(" ");
    const [kind] = after.split(" ");
    if (path === undefined || options === undefined || !kind) return [];
    const plain = path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    return [{ path: plain, kind, writable: options.split(",").includes("rw") }];
  });
}
