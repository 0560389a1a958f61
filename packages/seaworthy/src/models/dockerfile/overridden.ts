import type { Instruction } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";

/** The instructions of a keyword that a later one of the same stage takes the effect from. ONBUILD's are not among them. */
export function overridden(dockerfile: Dockerfile, keyword: "CMD" | "ENTRYPOINT" | "HEALTHCHECK"): readonly Instruction[] {
  const found: Instruction[] = [];
  let last: Instruction | null = null;
  for (const each of dockerfile.instructions) {
    if (each.keyword !== keyword) continue;
    if (last?.stage === each.stage) found.push(last);
    last = each;
  }
  return found;
}
