import { type Environment, findProgram } from "../program.js";

/** The ShellCheck on the PATH, absolute, or why there is none; one of the inspected project's own is none. */
export function findShellcheck(env: Environment, inspected: readonly string[]): ReturnType<typeof findProgram> {
  return findProgram("shellcheck", env, inspected);
}
