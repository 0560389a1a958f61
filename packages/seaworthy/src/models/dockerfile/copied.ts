import type { CopyInstruction } from "./ast.js";
import type { Copied, Stage } from "./dockerfile.js";
import { parseReference } from "./reference.js";

/** Finds what `--from` (of COPY or of a bind mount) names: a stage by number or by name, else an image. */
export type StageFinder = (written: string) => Stage | null;

/** `--from` and `from=`: stages of the whole file, also later ones, by number or by name in any case; of equal names the last. */
export function stageFinder(stages: readonly Stage[]): StageFinder {
  const byName = new Map<string, Stage>();
  for (const stage of stages) if (stage.name !== null) byName.set(stage.name, stage);
  return (written) => (/^\d{1,9}$/.test(written) ? stages[Number(written)] : byName.get(written.toLowerCase())) ?? null;
}

/** Where the sources of a COPY or ADD come from. */
export function copySource(instruction: CopyInstruction, sources: readonly string[], find: StageFinder): Copied["from"] {
  const written = instruction.from?.value ?? "";
  if (written !== "") {
    const stage = find(written);
    if (stage) return { kind: "stage", stage };
    return { kind: "image", reference: /^\d+$/.test(written) ? null : parseReference(written), written };
  }
  if (sources.length === 0 && instruction.heredocs.length > 0) return { kind: "heredoc" };
  if (instruction.keyword === "ADD" && sources.length > 0 && sources.every(isRemote)) return { kind: "url" };
  return { kind: "context" };
}

/** What ADD downloads or clones: http(s) and Git addresses. */
function isRemote(source: string): boolean {
  return /^(?:https?|git|ssh):\/\//i.test(source) || /^[\w.-]+@[\w.-]+:/.test(source) || /^github\.com\//.test(source);
}
