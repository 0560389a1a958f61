// BuildKit's cases: `dockerfile`, `expect` and `expect_all_stages` as lists of `rule` and `line`, `dockerignore`, `build_args`.
// A case agrees when every warning has a finding of a rule that has its name among the aliases, at its line or in the instruction of that
// line, as many at a line as BuildKit has; and when no finding under any of BuildKit's names is left over.
import { reasonFor } from "./deviations.mjs";
import { findingsOf, NAMES } from "./judge.mjs";

/** BuildKit's checks of mid-2026. */
export const CHECKS = new Set(
  `StageNameCasing FromAsCasing NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName JSONArgsRecommended
  MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar MultipleInstructionsDisallowed LegacyKeyValueFormat
  InvalidBaseImagePlatform RedundantTargetPlatform SecretsUsedInArgOrEnv InvalidDefaultArgInFrom FromPlatformFlagConstDisallowed
  CopyIgnoredFile InvalidDefinitionDescription ExposeProtoCasing ExposeInvalidFormat`.split(/\s+/),
);

/** The checks that no rule of ours goes by. */
export function namelessChecks() {
  return [...CHECKS].filter((check) => !NAMES.has(check));
}

/** An outcome for each check that a case expects or that is found in it, and one for a case in which nothing is. */
export function compareBuildkit(vectors) {
  return vectors.flatMap((vector) => {
    const wanted = vector.expect_all_stages ?? vector.expect;
    const files = vector.dockerignore ? { ".dockerignore": vector.dockerignore } : {};
    const found = findingsOf(vector.dockerfile, { files, buildArgs: vector.build_args })
      .map((one) => ({ ...one, check: [...one.names].find((name) => CHECKS.has(name)) }))
      .filter(({ check, file }) => check && file === "Dockerfile");
    const checks = new Set([...wanted.map(({ rule }) => rule), ...found.map(({ check }) => check)]);
    if (checks.size === 0) return [{ rule: vector.rule, text: vector.dockerfile, expected: "none", got: "none", reason: null }];
    return [...checks].map((check) => {
      const own = found.filter((one) => one.check === check);
      return outcomeOf(
        check,
        wanted.filter(({ rule }) => rule === check),
        own,
        vector.dockerfile,
      );
    });
  });
}

function outcomeOf(rule, wanted, found, text) {
  const lines = (list) => [...list].sort((a, b) => a - b).join(",") || "none";
  const expected = lines(wanted.map(({ line }) => line));
  const seen = [];
  for (const line of new Set(wanted.map((one) => one.line))) {
    const asked = wanted.filter((one) => one.line === line).length;
    const places = new Set(found.filter((one) => one.lines.has(line)).map(({ at }) => at));
    for (let count = Math.min(asked, places.size); count > 0; count--) seen.push(line);
  }
  const more = found.filter((one) => !wanted.some(({ line }) => one.lines.has(line)));
  const got = lines([...seen, ...more.map(({ line }) => line)]);
  const beyond = seen.length === wanted.length ? more.map((one) => one.rule) : [];
  return { rule, text, expected, got, reason: got === expected ? null : reasonFor({ rule, text, expected, beyond }) };
}
