import type { PlacedComment } from "../dockerfile/leading-comments.js";

const HADOLINT = /^hadolint[ \t]+shell[ \t]*=[ \t]*([^\s]+)[ \t]*(?:#.*)?$/;
const TALLY = /^tally\s+shell\s*=\s*([\w./-]+)\s*$/i;

/**
 * `# hadolint shell=bash`, `# tally shell=bash`: the shell that a linter is to take the RUNs for, where the base image sets one that the file does not name.
 * Above the first FROM it holds for every stage, below for what follows in its own.
 */
export function declaredShell({ comment, inside }: PlacedComment): string | null {
  if (inside || !/shell/i.test(comment.text)) return null;
  return HADOLINT.exec(comment.text)?.[1] ?? TALLY.exec(comment.text)?.[1] ?? null;
}
