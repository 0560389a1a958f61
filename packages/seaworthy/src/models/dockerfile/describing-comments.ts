import type { Node } from "../../core/place.js";
import type { Instruction } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";
import { keptText, leadingComments } from "./leading-comments.js";

/** A comment that the builder takes for the description of the named stage or the ARG that follows it. */
export interface DescribingComment {
  readonly instruction: Instruction;
  /** The first name that the instruction below declares. */
  readonly name: Node;
  /** The word that it begins with. */
  readonly first: string;
  /** The names that it could begin with. */
  readonly names: readonly string[];
}

/** The last comment above each ARG and each FROM with a name. What speaks to a tool is none. */
export function describingComments(dockerfile: Dockerfile): readonly DescribingComment[] {
  const found: DescribingComment[] = [];
  for (const [each, comments] of leadingComments(dockerfile)) {
    const last = comments.at(-1);
    if (!last || isForTool(last.text)) continue;
    const first = keptText(dockerfile, last).split(" ")[0] ?? "";
    const [pair] = each.keyword === "ARG" ? each.pairs : [];
    if (each.keyword === "ARG" && pair)
      found.push({ instruction: each, first, name: { range: pair.nameRange }, names: each.pairs.map(({ name }) => name) });
    if (each.keyword === "FROM" && each.alias)
      found.push({ instruction: each, first, name: each.alias, names: [each.alias.text.toLowerCase()] });
  }
  return found;
}

function isForTool(text: string): boolean {
  return /^(?:check\s*=|hadolint\s|tally\s|trivy:|seaworthy\s|renovate:|shellcheck\s|checkov:)/.test(text);
}
