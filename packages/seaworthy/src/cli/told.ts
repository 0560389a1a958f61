import { ConfigError, UnknownRuleError, UsageError } from "../api.js";
import type { World } from "./world.js";

/** Tells an error: one line for what a person can mend (exit code 2), the whole of it for a fault of ours (3). */
export function told(error: unknown, world: World): number {
  if (error instanceof ConfigError) {
    world.stderr.write(
      `seaworthy: ${error.place.file}${error.at ? `:${error.at.line}:${error.at.column}` : ""}: ${error.message}\n`,
    );
    return 2;
  }
  if (error instanceof UsageError || error instanceof UnknownRuleError) {
    world.stderr.write(`seaworthy: ${error.message}\n`);
    return 2;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  world.stderr.write(`seaworthy broke; this is a fault of seaworthy, please report it:\n${text}\n`);
  return 3;
}
