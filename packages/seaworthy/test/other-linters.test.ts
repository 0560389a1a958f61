import { expect, test } from "vitest";
import { RULES } from "../src/rules/index.js";

/** hadolint 2.15, BuildKit's checks of mid-2026, compose-lint 0.36. */
const NAMES = {
  hadolint:
    "DL1001 DL3000 DL3001 DL3002 DL3003 DL3004 DL3006 DL3007 DL3008 DL3009 DL3010 DL3011 DL3012 DL3013 DL3014 DL3015 DL3016 DL3018 DL3019 DL3020 DL3021 DL3022 DL3023 DL3024 DL3025 DL3026 DL3027 DL3028 DL3029 DL3030 DL3032 DL3033 DL3034 DL3035 DL3036 DL3037 DL3038 DL3040 DL3041 DL3042 DL3043 DL3044 DL3045 DL3046 DL3047 DL3048 DL3049 DL3050 DL3051 DL3052 DL3053 DL3054 DL3055 DL3056 DL3057 DL3058 DL3059 DL3060 DL3061 DL3062 DL3063 DL3064 DL3065 DL3066 DL3067 DL4000 DL4001 DL4003 DL4004 DL4005 DL4006",
  BuildKit:
    "StageNameCasing FromAsCasing NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName JSONArgsRecommended MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar MultipleInstructionsDisallowed LegacyKeyValueFormat InvalidBaseImagePlatform RedundantTargetPlatform SecretsUsedInArgOrEnv InvalidDefaultArgInFrom FromPlatformFlagConstDisallowed CopyIgnoredFile InvalidDefinitionDescription ExposeProtoCasing ExposeInvalidFormat",
  "compose-lint":
    "CL-0001 CL-0002 CL-0003 CL-0004 CL-0005 CL-0006 CL-0007 CL-0008 CL-0009 CL-0010 CL-0011 CL-0013 CL-0014 CL-0016 CL-0017 CL-0018 CL-0019 CL-0020 CL-0021 CL-0022 CL-0024 CL-0025 CL-0026 CL-0027 CL-0028 CL-0029 CL-0030",
};

test.each([
  ["hadolint", 71],
  ["BuildKit", 22],
  ["compose-lint", 27],
] as const)("every rule of %s has a rule here: %i", (tool, count) => {
  const names = NAMES[tool].split(" ");
  const known = new Set(RULES.flatMap((rule) => rule.aliases ?? []));
  expect(names).toHaveLength(count);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
