import { realpathSync } from "node:fs";
import type { ShellChecker } from "../../models/shellcheck/checks.js";
import { enclosingRepository } from "../git-index.js";
import { findShellcheck } from "./find.js";
import { keptRemarks } from "./kept-remarks.js";

/**
 * Asks the ShellCheck that is on the PATH, if there is one, for what it has not said before of the same texts; what runs it is loaded when
 * there is something to ask.
 */
export function shellchecker(root: string, env: Readonly<Record<string, string | undefined>> = process.env): ShellChecker {
  const real = realpathSync.native(root);
  const found = findShellcheck(env, [real, enclosingRepository(real) ?? real]);
  if ("because" in found) return found;
  return async (texts) => {
    const kept = keptRemarks(found.program, env);
    const known = kept?.get(texts);
    if (known) return { remarks: known, because: null };
    const { runShellcheck } = await import("./run.js");
    const outcome = await runShellcheck(found.program, texts, env);
    if (outcome.because === null) kept?.put(texts, outcome.remarks);
    return outcome;
  };
}
