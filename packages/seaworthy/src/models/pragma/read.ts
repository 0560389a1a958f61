import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { placedComments } from "../dockerfile/leading-comments.js";
import { buildkitPragmas } from "./buildkit.js";
import { hadolintPragma } from "./hadolint.js";
import type { ForeignPragma, VoidPragma } from "./pragma.js";
import { shellcheckPragma } from "./shellcheck.js";
import { tallyPragma } from "./tally.js";
import { trivyPragmas } from "./trivy.js";

/** How the comments begin that speak to a tool by themselves; most do not. */
const SPEAKS = /^(?:hadolint|tally|shellcheck)/i;

/** A comment that may speak to a tool, ours among them, somewhere in a text. */
const MAY_SPEAK = /#[^\n]*(?:seaworthy|hadolint|tally|check\s*=|shellcheck|trivy:|tfsec:)/i;

/** Whether the text of a Dockerfile may hold a pragma of any tool, or the builder's directive `check`: most hold none, and need not be parsed for it. */
export function maySpeak(text: string): boolean {
  return MAY_SPEAK.test(text);
}

/**
 * What the comments of a Dockerfile say to other tools, each with the reach that its tool gives it, in the order of the file.
 * @param check what the build argument BUILDKIT_DOCKERFILE_CHECK says in place of the directive; null when it is not given.
 */
export function foreignPragmas(
  dockerfile: Dockerfile,
  check: string | null,
): { readonly pragmas: readonly ForeignPragma[]; readonly voids: readonly VoidPragma[] } {
  const comments = placedComments(dockerfile);
  const pragmas: ForeignPragma[] = [];
  for (const placed of comments) {
    if (!SPEAKS.test(placed.comment.text)) continue;
    const pragma = hadolintPragma(placed, dockerfile) ?? tallyPragma(placed) ?? shellcheckPragma(placed, dockerfile);
    if (pragma) pragmas.push(pragma);
  }
  const builder = buildkitPragmas(dockerfile, check);
  const trivy = trivyPragmas(dockerfile, comments);
  pragmas.push(...builder.pragmas, ...trivy.pragmas);
  return { pragmas: pragmas.sort((a, b) => a.line - b.line), voids: [...builder.voids, ...trivy.voids] };
}
