import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { fields, text } from "../../models/image/parse-config.js";

/** Which process made something on an engine, so that another can tell whether it still lives. */
export interface Owner {
  readonly host: string;
  /** Of this start of the machine; "" where the system does not tell. */
  readonly boot: string;
  /** Pids mean something within one namespace alone; "" where the system has none. */
  readonly namespace: string;
  readonly pid: number;
  /** When the process began, in the kernel's ticks: a pid is given again. "" where the system does not tell. */
  readonly began: string;
}

/** Longer than any trial may last: what is older belongs to none that runs, whoever made it. Milliseconds. */
export const LONGEST_RUN = 60 * 60_000;

export function thisProcess(): Owner {
  return {
    host: hostname(),
    boot: read("/proc/sys/kernel/random/boot_id"),
    namespace: namespaceOf("self"),
    pid: process.pid,
    began: beganOf(process.pid),
  };
}

/** Reads the label; null for what is none. */
export function parseOwner(label: string): Owner | null {
  try {
    const { host, boot, namespace, pid, began } = fields(JSON.parse(label));
    if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return null;
    return { host: text(host), boot: text(boot), namespace: text(namespace), pid, began: text(began) };
  } catch {
    return null;
  }
}

/**
 * Whether the maker of something is gone for certain. By its process only where we are in the same namespace of processes of the same start of
 * the same machine; else by age alone.
 * @param ageMs by the engine's clock
 */
export function isGone(owner: Owner | null, ageMs: number, self = thisProcess()): boolean {
  if (ageMs > LONGEST_RUN) return true;
  if (!owner || owner.host !== self.host || owner.boot !== self.boot || owner.namespace !== self.namespace) return false;
  if (!lives(owner.pid)) return true;
  return owner.began !== "" && owner.began !== beganOf(owner.pid);
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another's process may not be signalled, and is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The 22nd field of /proc/PID/stat; the second is a name in brackets, which may hold anything. */
function beganOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function namespaceOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return "";
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
