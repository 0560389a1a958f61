import type { CopyInstruction } from "./ast.js";
import { type Dockerfile, ofDockerfile, type Stage } from "./dockerfile.js";
import { unquoted } from "./unquoted.js";
import { writtenOf } from "./written.js";

/** What a `COPY --from` names, seen from the stage where it stands. */
export interface CopyOrigin {
  readonly instruction: CopyInstruction;
  readonly written: string;
  /** "above" and "own": a stage of this file; "later": one that stands below, or a number that no stage has yet. */
  readonly is: "above" | "own" | "later" | "image" | "unknown";
  /** The stage of this file that it names, if it names one that stands above or is the own one. */
  readonly source: Stage | null;
}

const NO_ORIGINS: readonly CopyOrigin[] = Object.freeze([]);

/** The `--from` of every COPY; those behind ONBUILD run in another file and are left out. */
export const copyOrigins = ofDockerfile((dockerfile: Dockerfile): readonly CopyOrigin[] => {
  if (!writtenOf(dockerfile, "COPY").some(({ from }) => from?.value)) return NO_ORIGINS;
  const named = new Map<string, Stage>();
  const all = new Set(dockerfile.stages.flatMap((stage) => stage.name ?? []));
  const found: CopyOrigin[] = [];
  for (const each of dockerfile.instructions) {
    if (each.keyword === "FROM") {
      const stage = dockerfile.stages[each.stage];
      if (stage?.name) named.set(stage.name, stage);
    }
    const value = each.keyword === "COPY" ? each.from?.value : null;
    if (each.keyword !== "COPY" || !value) continue;
    const written = unquoted(value);
    const source = written.includes("$") ? null : stageOf(written, dockerfile, named);
    found.push({ instruction: each, written, is: originOf(written, each.stage, source, all), source });
  }
  return found;
});

function stageOf(written: string, dockerfile: Dockerfile, named: ReadonlyMap<string, Stage>): Stage | null {
  if (/^\d{1,9}$/.test(written)) return dockerfile.stages[Number(written)] ?? null;
  return named.get(written.toLowerCase()) ?? null;
}

function originOf(written: string, current: number, source: Stage | null, all: ReadonlySet<string>): CopyOrigin["is"] {
  if (written.includes("$")) return "unknown";
  if (source) return source.index === current ? "own" : source.index < current ? "above" : "later";
  return /^\d{1,9}$/.test(written) || all.has(written.toLowerCase()) ? "later" : "image";
}
