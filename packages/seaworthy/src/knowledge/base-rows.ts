import type { BaseEntry } from "./base-entry.js";
import { APPLICATION_BASES } from "./bases-applications.js";
import { COMPILED_BASES } from "./bases-compiled.js";
import { DATA_BASES } from "./bases-data.js";
import { JAVA_BASES } from "./bases-java.js";
import { OPERATIONS_BASES } from "./bases-operations.js";
import { PHP_DOTNET_BASES } from "./bases-php-dotnet.js";
import { SCRIPTING_BASES } from "./bases-scripting.js";
import { SYSTEM_BASES } from "./bases-systems.js";
import { TOOLING_BASES } from "./bases-tooling.js";
import { WEB_BASES } from "./bases-web.js";

export const BASE_ENTRIES: readonly BaseEntry[] = [
  ...SYSTEM_BASES,
  ...SCRIPTING_BASES,
  ...PHP_DOTNET_BASES,
  ...JAVA_BASES,
  ...COMPILED_BASES,
  ...WEB_BASES,
  ...DATA_BASES,
  ...OPERATIONS_BASES,
  ...TOOLING_BASES,
  ...APPLICATION_BASES,
];

/**
 * The rows as lines of names and JSON: a run looks up a few images, and reads these alone. In the bundled command the text is worked out when it
 * is built.
 */
export const BASE_ROWS: string = BASE_ENTRIES.map(({ names, ...row }) => `${names.join(" ")}\t${JSON.stringify(row)}`).join("\n");
