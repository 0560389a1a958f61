import { EXPERIMENTAL_CHECKS, SKIPPABLE } from "../../knowledge/buildkit-checks.js";
import { type CheckOptions, commentCheckOptions, fileCheckOptions, settingsOf } from "../dockerfile/check-options.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { leadingComments } from "../dockerfile/leading-comments.js";
import type { ForeignPragma, VoidPragma } from "./pragma.js";

/** How each comment for an instruction alone begins. */
const CHECK = /^check\s*=/i;

/**
 * `# check=skip=…` at the top of a file, and above an instruction or stage for it alone, where the first of several counts.
 * @param argument what the build argument BUILDKIT_DOCKERFILE_CHECK says in place of the directive; null when it is not given.
 */
export function buildkitPragmas(
  dockerfile: Dockerfile,
  argument: string | null,
): { readonly pragmas: readonly ForeignPragma[]; readonly voids: readonly VoidPragma[] } {
  const pragmas: ForeignPragma[] = [];
  const voids: VoidPragma[] = [];
  const speaks = dockerfile.comments.some(({ text }) => CHECK.test(text));
  for (const [instruction, comments] of speaks ? leadingComments(dockerfile) : []) {
    for (const comment of comments) {
      const found = commentCheckOptions(dockerfile, comment);
      if (!found) continue;
      const { options, reason } = found;
      const { range, line } = comment;
      if (typeof options === "string") voids.push({ message: `the builder does not use this comment: ${options}`, range });
      else {
        const names = skipped(options, SKIPPABLE.instruction);
        if (names.length > 0)
          pragmas.push({ tool: "buildkit", names, reason, until: null, reach: [instruction.range], range, line });
      }
      break;
    }
  }
  const options = fileCheckOptions(dockerfile, argument);
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  const { range, line } = directive && argument === null ? directive : { range: [0, 0] as const, line: 1 };
  const said = argument === null ? "the directive `check`" : "the build argument";
  if (typeof options === "string") voids.push({ message: `the build refuses ${said}: ${options}`, range });
  else {
    const names = skipped(options, SKIPPABLE.file);
    const reason = directive && argument === null ? settingsOf(directive.value).reason : null;
    if (names.length > 0) pragmas.push({ tool: "buildkit", names, reason, until: null, reach: null, range, line });
  }
  return { pragmas, voids };
}

/** `all` means the builder's own checks, and nothing that it does not know of; a name in another case means nothing. */
function skipped({ skip }: CheckOptions, known: readonly string[]): readonly string[] {
  return skip === "all" ? known : skip.filter((name) => known.includes(name));
}

/** Whether a rule's other name is that of one of the builder's own checks. */
export function isBuilderCheck(alias: string): boolean {
  return SKIPPABLE.file.includes(alias) || EXPERIMENTAL_CHECKS.has(alias);
}

/** `error=true`: the build fails by what the builder's own checks find in the file. */
export function failsBuild(dockerfile: Dockerfile, argument: string | null): boolean {
  const options = fileCheckOptions(dockerfile, argument);
  return typeof options !== "string" && options.error;
}
