import { realpathSync } from "node:fs";
import type { ShellChecker } from "../../models/shellcheck/checks.js";
import { enclosingRepository } from "../git-index.js";
import { findShellcheck } from "./find.js";

/** Asks the ShellCheck that is on the PATH, if there is one; what runs it is loaded when there is something to check. */
export function shellchecker(root: string, env: Readonly<Record<string, string | undefined>> = process.env): ShellChecker {
  const real = realpathSync.native(root);
  const found = findShellcheck(env, [real, enclosingRepository(real) ?? real]);
  if ("because" in found) return found;
  return async (texts) => {
    const { runShellcheck } = await import("./run.js");
    return runShellcheck(found.program, texts, env);
  };
}
