import type { Instruction } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";
import { writtenOf } from "./written.js";

/** The instructions of a keyword that a later one of the same stage takes the effect from. ONBUILD's are not among them. */
export function overridden(dockerfile: Dockerfile, keyword: "CMD" | "ENTRYPOINT" | "HEALTHCHECK"): readonly Instruction[] {
  const found: Instruction[] = [];
  let last: Instruction | null = null;
  for (const each of writtenOf<typeof keyword>(dockerfile, keyword)) {
    if (each.onbuild) continue;
    if (last?.stage === each.stage) found.push(last);
    last = each;
  }
  return found;
}
