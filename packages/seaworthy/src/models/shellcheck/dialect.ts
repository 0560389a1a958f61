import { SH_OF } from "../../knowledge/base-os.js";
import type { Stage } from "../dockerfile/dockerfile.js";
import { factsOfBase } from "../project/base-facts.js";

/** A shell whose rules ShellCheck knows. */
export type Dialect = "sh" | "bash" | "dash" | "ksh" | "busybox";

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ["bash", "bash"],
  ["dash", "dash"],
  ["ash", "busybox"],
  ["busybox", "busybox"],
  ["ksh", "ksh"],
  ["mksh", "ksh"],
]);

/** What package managers tell of a base that no table knows. */
const BY_MANAGER: readonly (readonly [RegExp, Dialect])[] = [
  [/\bapk\s+(?:-\S+\s+)*(?:add|update|upgrade)\b/, "busybox"],
  [/\bapt(?:-get)?\s+(?:-\S+\s+)*(?:install|update)\b/, "dash"],
  [/\b(?:yum|dnf|microdnf|tdnf|zypper|pacman)\s+-?\w/, "bash"],
];

/** The dialect of a shell by its name; `sh` is what the base image has under that name, as far as it is known. null for one that ShellCheck does not know. */
export function dialectOf(program: string, stage: Stage | null): Dialect | null {
  if (program === "sh") return stage ? dialectOfSh(stage) : "sh";
  return DIALECTS.get(program) ?? null;
}

function dialectOfSh(stage: Stage): Dialect {
  const family = factsOfBase(stage)?.os?.family;
  const known = family && SH_OF.get(family);
  if (known) return known;
  if (family || stage.base.kind === "scratch") return "sh";
  const texts = stage.effectiveInstructions.filter(({ keyword }) => keyword === "RUN").map(({ text }) => text);
  return BY_MANAGER.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1] ?? "sh";
}
