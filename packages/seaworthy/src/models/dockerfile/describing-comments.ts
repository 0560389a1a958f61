import type { Comment } from "./ast.js";
import { skipSpace } from "./blanks.js";
import type { Dockerfile } from "./dockerfile.js";

/** A comment that the builder takes for the description of the named stage or the ARG that follows it. */
export interface DescribingComment {
  readonly comment: Comment;
  /** The word that it begins with. */
  readonly first: string;
  /** The names that it could begin with. */
  readonly names: readonly string[];
}

/** The comment on the line above each ARG and each FROM with a name. A lone `#` is none, nor is what speaks to a tool. */
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
    const names = each.keyword === "ARG" ? each.pairs.map(({ name }) => name) : [];
    if (each.keyword === "FROM" && each.alias) names.push(each.alias.text.toLowerCase());
    if (last?.line !== each.startLine - 1 || names.length === 0 || isForTool(last.text)) continue;
    found.push({ comment: last, first: firstWord(dockerfile, last), names });
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
