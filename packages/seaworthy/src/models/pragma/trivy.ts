import { dayBefore, isDay } from "../../core/day.js";
import { trivyChecks } from "../../knowledge/trivy-checks.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import type { PlacedComment } from "../dockerfile/leading-comments.js";
import { type ForeignPragma, instructionBelow, type Reach, type VoidPragma } from "./pragma.js";

export interface TrivyPragmas {
  readonly pragmas: readonly ForeignPragma[];
  readonly voids: readonly VoidPragma[];
}

/**
 * `# trivy:ignore:DS-0002:exp:2027-01-31`, several on a line: the instruction on the next line, also over a stack of such lines;
 * at the end of an instruction's first line that instruction.
 */
export function trivyPragmas(dockerfile: Dockerfile, comments: readonly PlacedComment[]): TrivyPragmas {
  const pragmas: ForeignPragma[] = [];
  const voids: VoidPragma[] = [];
  if (!/(?:trivy|tfsec):/.test(dockerfile.text)) return { pragmas, voids };
  const read = (text: string, at: Pick<ForeignPragma, "range" | "line">, reach: Reach): void => {
    for (const word of text.split(/\s+/)) {
      const said = sectionsOf(word.replace(/^[#/*]+/, ""));
      if (!said) continue;
      const { id, exp } = said;
      const names = trivyChecks(id);
      // It ends when its day begins.
      const until = exp === undefined || !isDay(exp) ? null : dayBefore(exp);
      if (exp !== undefined && until === null)
        voids.push({ message: `Trivy does not use this: \`exp:${exp}\` is no day, YYYY-MM-DD`, range: at.range });
      else if (names.length > 0) pragmas.push({ tool: "trivy", names, reason: null, until, reach, ...at });
    }
  };
  // From the last to the first, so that each line of a stack takes over what the one below it reaches.
  let line = -1;
  let reach: Reach = [];
  for (const placed of [...comments].reverse()) {
    const { comment, inside } = placed;
    if (inside || !/^[#/*]*(?:trivy|tfsec):/.test(comment.text)) continue;
    if (line !== comment.line + 1) reach = instructionBelow(placed);
    line = comment.line;
    read(comment.text, comment, reach);
  }
  for (const instruction of dockerfile.instructions) {
    const [start] = instruction.range;
    const end = dockerfile.text.indexOf("\n", start);
    const first = dockerfile.text.slice(start, end < 0 ? instruction.range[1] : Math.min(end, instruction.range[1]));
    const trailing = /\s#\s*((?:trivy|tfsec):.*)$/.exec(first);
    if (!trailing) continue;
    const at = start + trailing.index + 1;
    read(trailing[1] ?? "", { range: [at, start + first.trimEnd().length], line: instruction.startLine }, [instruction.range]);
  }
  return { pragmas, voids };
}

/** `trivy:ignore:ID:exp:DAY:ws:NAME`, in pairs of any order; parameters of an id in brackets concern other files. */
function sectionsOf(word: string): { readonly id: string; readonly exp?: string } | null {
  const [tool, ...parts] = word.split(":");
  if (tool !== "trivy" && tool !== "tfsec") return null;
  let id: string | undefined;
  let exp: string | undefined;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    if (parts[at] === "ignore") id = parts[at + 1]?.replace(/\[.*$/, "");
    if (parts[at] === "exp") exp = parts[at + 1];
  }
  return id ? { id, ...(exp === undefined ? {} : { exp }) } : null;
}
