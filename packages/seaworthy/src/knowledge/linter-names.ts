/** What other linters call the faults of single package managers and capabilities, where one rule of ours speaks of them all. */
export const SOURCE = "hadolint 2.15's rules; Trivy's Dockerfile checks and compose-lint 0.36's rules of August 2026";
export const AS_OF = "2026-11-27";

export type LinterNames = ReadonlyMap<string, readonly string[]>;

/** A cache that stays in the layer. */
export const CACHE_NAMES: LinterNames = new Map([
  ["apt", ["DL3009"]],
  ["apk", ["DL3019", "DS-0025"]],
  ["yum", ["DL3032", "DS-0015"]],
  ["zypper", ["DL3036", "DS-0020"]],
  ["dnf", ["DL3040", "DS-0019"]],
  ["microdnf", ["DL3040", "DS-0027"]],
  ["pip", ["DL3042"]],
  ["yarn", ["DL3060"]],
]);

/** A system package without a version. */
export const SYSTEM_PACKAGE_NAMES: LinterNames = new Map([
  ["apt", ["DL3008"]],
  ["apk", ["DL3018"]],
  ["yum", ["DL3033"]],
  ["zypper", ["DL3037"]],
  ["dnf", ["DL3041"]],
  ["microdnf", ["DL3041"]],
]);

/** A package of a language without a version. */
export const LANGUAGE_PACKAGE_NAMES: LinterNames = new Map([
  ["pip", ["DL3013"]],
  ["npm", ["DL3016"]],
  ["gem", ["DL3028"]],
  ["go", ["DL3062"]],
]);

/** An install that waits for an answer. */
export const QUESTION_NAMES: LinterNames = new Map([
  ["apt", ["DL3014", "DS-0021"]],
  ["yum", ["DL3030"]],
  ["zypper", ["DL3034"]],
  ["dnf", ["DL3038"]],
  ["microdnf", ["DL3038"]],
]);

/** compose-lint has a rule for each kind of capability that is added. */
export const CAPABILITY_NAMES: LinterNames = new Map<string, readonly string[]>([
  ...["NET_ADMIN", "BPF", "SYS_BOOT"].map((name) => [name, ["CL-0011"]] as const),
  ...["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"].map((name) => [name, ["CL-0024"]] as const),
  ...["SYS_PTRACE", "DAC_READ_SEARCH"].map((name) => [name, ["CL-0027"]] as const),
  ...["PERFMON", "SYS_TIME"].map((name) => [name, ["CL-0028"]] as const),
  ...["SYS_NICE", "IPC_LOCK", "LEASE"].map((name) => [name, ["CL-0029"]] as const),
  ["SYSLOG", ["CL-0030"]],
]);

const NONE: readonly string[] = Object.freeze([]);

/** What the fault of one manager or capability is called elsewhere; nothing when no other linter speaks of it. */
export function namesFor(names: LinterNames, of: string): readonly string[] {
  return names.get(of) ?? NONE;
}

/** Every name of a table, once. */
export function allNames(names: LinterNames): readonly string[] {
  return [...new Set([...names.values()].flat())];
}
