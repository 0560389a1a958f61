import type { Comment, Instruction } from "./ast.js";
import { skipSpace } from "./blanks.js";
import { type Dockerfile, ofDockerfile } from "./dockerfile.js";

/** A comment, and what stands around it. */
export interface PlacedComment {
  readonly comment: Comment;
  /** The instruction whose continuation it interrupts. */
  readonly inside: Instruction | null;
  /** The first instruction that begins below it. */
  readonly next: Instruction | null;
}

/** All comments in their order, each with its surroundings. */
export const placedComments: (dockerfile: Dockerfile) => readonly PlacedComment[] = ofDockerfile(({ comments, instructions }) => {
  let at = 0;
  return comments.map((comment) => {
    const start = comment.range[0];
    while (at < instructions.length && (instructions[at] as Instruction).range[0] < start) at++;
    const before = instructions[at - 1];
    return { comment, inside: before && start < before.range[1] ? before : null, next: instructions[at] ?? null };
  });
});

/**
 * The comments that the builder keeps with the instruction below them. It passes over blank lines, whatever its manual says; only a lone `#`
 * ends them. What interrupts an instruction is dropped.
 */
export const leadingComments: (dockerfile: Dockerfile) => ReadonlyMap<Instruction, readonly Comment[]> = ofDockerfile(
  (dockerfile) => {
    const groups = new Map<Instruction, Comment[]>();
    for (const { comment, inside, next } of placedComments(dockerfile)) {
      if (inside || !next) continue;
      const group = groups.get(next);
      if (keptText(dockerfile, comment) === "") groups.delete(next);
      else if (group) group.push(comment);
      else groups.set(next, [comment]);
    }
    return groups;
  },
);

/** The text of a comment as the builder keeps it: it cuts one character off the line, so that the `#` of one that is indented stays. */
export function keptText({ text }: Dockerfile, comment: Comment): string {
  const start = text.lastIndexOf("\n", comment.range[0] - 1) + 1;
  const isIndented = start < comment.range[0] && skipSpace(text, start, comment.range[0]) > start;
  return isIndented ? `#${comment.text === "" ? "" : ` ${comment.text}`}` : comment.text;
}
