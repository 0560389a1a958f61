import { GENERAL_SECRETS } from "./secret-formats-general.js";
import { MORE_SERVICE_SECRETS } from "./secret-formats-more-services.js";
import { PLATFORM_SECRETS } from "./secret-formats-platforms.js";
import { SERVICE_SECRETS } from "./secret-formats-services.js";
import type { SecretRule } from "./secret-rule.js";

export type { SecretRule } from "./secret-rule.js";

/**
 * Formats of credentials as data: what gitleaks calls a rule, so that tables can be compared. The expressions are our own,
 * written from what the providers document of their prefixes and lengths. Each is linear: bounded repeats, none nested,
 * and a look-behind that lets a match start only once in a run of its own characters.
 */
export const SOURCE =
  "the providers' documentation of their token formats; shape of the data after gitleaks (MIT), whose list it was compared with";
export const AS_OF = "2026-11-27";

export const SECRET_RULES: readonly SecretRule[] = [
  ...PLATFORM_SECRETS,
  ...SERVICE_SECRETS,
  ...MORE_SERVICE_SECRETS,
  ...GENERAL_SECRETS,
];
