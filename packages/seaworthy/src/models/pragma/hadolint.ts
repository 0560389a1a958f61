import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import type { PlacedComment } from "../dockerfile/leading-comments.js";
import { type ForeignPragma, instructionBelow, type Reach } from "./pragma.js";

const IGNORE = /^hadolint[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*([^#]*?)[ \t]*(?:#(.*))?$/;
/** It reads codes of these characters alone; any other token, or none between two commas, voids the whole. */
const CODES = /^[DLSC0-9]+(?:[ \t]*,[ \t]*[DLSC0-9]+)*$/;

/** `# hadolint ignore=DL3002 # reason`: the instruction on the next line; `stage`: its stage; `global`: the file. */
export function hadolintPragma(placed: PlacedComment, dockerfile: Dockerfile): ForeignPragma | null {
  const { comment } = placed;
  const match = IGNORE.exec(comment.text);
  // What interrupts an instruction is no comment to hadolint: it drops it as the builder does.
  if (!match || placed.inside || !CODES.test(match[2] ?? "")) return null;
  return {
    tool: "hadolint",
    names: (match[2] ?? "").split(/[ \t]*,[ \t]*/),
    reason: match[3]?.trim() || null,
    until: null,
    reach: reachOf(match[1], placed, dockerfile),
    range: comment.range,
    line: comment.line,
  };
}

function reachOf(scope: string | undefined, placed: PlacedComment, dockerfile: Dockerfile): Reach {
  if (scope === "global") return null;
  return scope === "stage" ? stageFrom(placed, dockerfile) : instructionBelow(placed);
}

/** Directly above a FROM its stage; elsewhere what is left of the stage that it stands in. */
function stageFrom({ comment, next }: PlacedComment, { instructions }: Dockerfile): readonly Range[] {
  if (!next || (next.keyword === "FROM" && next.startLine !== comment.line + 1)) return [];
  return instructions.filter((one) => one.stage === next.stage && one.range[0] >= comment.range[1]).map((one) => one.range);
}
