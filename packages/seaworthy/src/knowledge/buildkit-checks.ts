/** Where the rows come from, and the day on which they were last compared. */
export const SOURCE = "BuildKit's list of checks and its converter: frontend/dockerfile/linter, dockerfile2llb";
export const AS_OF = "2026-08-21";

/** Checks that a comment above an instruction can skip for it. */
const OF_AN_INSTRUCTION = (
  "StageNameCasing FromAsCasing JSONArgsRecommended MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar " +
  "MultipleInstructionsDisallowed LegacyKeyValueFormat RedundantTargetPlatform SecretsUsedInArgOrEnv " +
  "FromPlatformFlagConstDisallowed CopyIgnoredFile ExposeProtoCasing ExposeInvalidFormat"
).split(" ");

/** Checks that look at the file as a whole: only the directive at its top, or the build argument, skips them. */
const OF_THE_FILE =
  "NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName InvalidDefaultArgInFrom InvalidBaseImagePlatform".split(
    " ",
  );

/** Asked only where `experimental=` names it; `skip=` means nothing to it. */
export const EXPERIMENTAL_CHECKS: ReadonlySet<string> = new Set(["InvalidDefinitionDescription"]);

/** What can be skipped above an instruction, and what at the top of the file. */
export const SKIPPABLE = {
  instruction: OF_AN_INSTRUCTION as readonly string[],
  file: [...OF_AN_INSTRUCTION, ...OF_THE_FILE] as readonly string[],
};
