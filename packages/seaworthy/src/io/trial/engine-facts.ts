import { fields, text, texts } from "../../models/image/parse-config.js";
import type { TrialEngine } from "../../models/trial/trial.js";
import type { Engine } from "../engine/find-engine.js";

/** What is known of an engine before anything is started. */
export interface EngineFacts extends TrialEngine {
  /** The engine's clock minus ours, in milliseconds. */
  readonly clockAheadMs: number;
  /** Whether its storage driver may know a quota for a container; it says so only when it is asked for one. */
  readonly mayHaveQuota: boolean;
}

/** The oldest API that a trial speaks: that of Docker 19.03. */
export const OLDEST_API = 40;

const MACHINES: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** Asks an engine what it is and what it lacks. Throws EngineError. */
export async function engineFacts({ client, kind }: Engine): Promise<EngineFacts> {
  const asked = Date.now();
  const [info, version, { docker }] = await Promise.all([
    client.json("GET", "/info"),
    client.json("GET", "/version"),
    client.ping(),
  ]);
  const answered = Date.now();
  const about = fields(info);
  const security = texts(about.SecurityOptions);
  const has = (name: string) => security.some((one) => one === name || one.split(",").includes(`name=${name}`));
  const lacking: readonly (readonly [boolean, string])[] = [
    [about.MemoryLimit === false, "the engine does not limit memory"],
    [about.PidsLimit === false, "the engine does not limit the number of processes"],
    [about.CpuCfsQuota === false, "the engine does not limit CPU time"],
    [!has("seccomp"), "the engine filters no system calls (seccomp)"],
  ];
  return {
    kind,
    version: text(fields(version).Version),
    api: docker,
    platform: `${text(about.OSType) || "linux"}/${MACHINES[text(about.Architecture)] ?? text(about.Architecture)}`,
    cgroup: about.CgroupVersion === "2" ? 2 : 1,
    rootless: has("rootless"),
    userNamespaces: has("userns"),
    seccomp: has("seccomp"),
    lacks: lacking.filter(([lacks]) => lacks).map(([, what]) => what),
    clockAheadMs: clockAhead(text(about.SystemTime), asked, answered),
    mayHaveQuota: kind === "docker" && hasQuota(text(about.Driver), about.DriverStatus),
  };
}

function hasQuota(driver: string, status: unknown): boolean {
  if (driver === "btrfs" || driver === "zfs") return true;
  const pairs = Array.isArray(status) ? status.map((one) => (Array.isArray(one) ? one.map(text).join(": ") : "")) : [];
  return driver === "overlay2" && pairs.includes("Backing Filesystem: xfs");
}

/** Within the time that the answer took nothing can be said, and the clocks are taken for one: mostly it is the same machine. */
function clockAhead(systemTime: string, asked: number, answered: number): number {
  const theirs = Date.parse(systemTime);
  if (Number.isNaN(theirs) || (theirs >= asked - 1 && theirs <= answered + 1)) return 0;
  return theirs - (asked + answered) / 2;
}
