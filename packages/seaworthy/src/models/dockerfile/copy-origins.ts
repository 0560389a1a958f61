import type { CopyInstruction } from "./ast.js";
import type { Dockerfile, Stage } from "./dockerfile.js";
import { unquoted } from "./unquoted.js";

/** What a `COPY --from` names, seen from the stage where it stands. */
export interface CopyOrigin {
  readonly instruction: CopyInstruction;
  readonly written: string;
  /** "above" and "own": a stage of this file; "later": one that stands below, or a number that no stage has yet. */
  readonly is: "above" | "own" | "later" | "image" | "unknown";
}

/** The `--from` of every COPY; those behind ONBUILD run in another file and are left out. */
export function copyOrigins(dockerfile: Dockerfile): readonly CopyOrigin[] {
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
    found.push({ instruction: each, written, is: originOf(written, each.stage, named, all) });
  }
  return found;
}

function originOf(
  written: string,
  current: number,
  named: ReadonlyMap<string, Stage>,
  all: ReadonlySet<string>,
): CopyOrigin["is"] {
  if (written.includes("$")) return "unknown";
  const name = written.toLowerCase();
  const index = /^\d{1,9}$/.test(written) ? Number(written) : named.get(name)?.index;
  if (index === undefined) return all.has(name) ? "later" : "image";
  if (index === current) return "own";
  return index < current ? "above" : "later";
}
