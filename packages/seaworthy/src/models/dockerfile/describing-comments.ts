import type { Node } from "../../core/place.js";
import type { Comment } from "./ast.js";
import { skipSpace } from "./blanks.js";
import type { Dockerfile } from "./dockerfile.js";

/** A comment that the builder takes for the description of the named stage or the ARG that follows it. */
export interface DescribingComment {
  /** The first name that the instruction below declares. */
  readonly name: Node;
  /** The word that it begins with. */
  readonly first: string;
  /** The names that it could begin with. */
  readonly names: readonly string[];
}

/**
 * The last comment above each ARG and each FROM with a name. The builder looks past blank lines, whatever its manual says; only a lone `#` ends a comment.
 * What speaks to a tool is none.
 */
export function describingComments(dockerfile: Dockerfile): readonly DescribingComment[] {
  const found: DescribingComment[] = [];
  let next = 0;
  let end = 0;
  for (const each of dockerfile.instructions) {
    let last: Comment | null = null;
    for (; next < dockerfile.comments.length; next++) {
      const comment = dockerfile.comments[next] as Comment;
      if (comment.range[0] >= each.range[0]) break;
      if (comment.range[0] >= end) last = comment.text === "" ? null : comment;
    }
    end = each.range[1];
    if (!last || isForTool(last.text)) continue;
    const first = firstWord(dockerfile, last);
    const [pair] = each.keyword === "ARG" ? each.pairs : [];
    if (each.keyword === "ARG" && pair)
      found.push({ first, name: { range: pair.nameRange }, names: each.pairs.map(({ name }) => name) });
    if (each.keyword === "FROM" && each.alias) found.push({ first, name: each.alias, names: [each.alias.text.toLowerCase()] });
  }
  return found;
}

/** The builder cuts one character off a line with a comment: the `#` of one that is indented stays. */
function firstWord(dockerfile: Dockerfile, comment: Comment): string {
  const start = dockerfile.text.lastIndexOf("\n", comment.range[0] - 1) + 1;
  const isIndented = skipSpace(dockerfile.text, start, comment.range[0]) > start && start < comment.range[0];
  return isIndented ? "#" : (comment.text.split(" ")[0] ?? "");
}

function isForTool(text: string): boolean {
  return /^(?:check\s*=|hadolint\s|tally\s|trivy:|seaworthy\s|renovate:|shellcheck\s|checkov:)/.test(text);
}
