// hadolint's cases about ShellCheck, `rule` SHELLCHECK: caught when ShellCheck says anything of a RUN. They need a shellcheck on the PATH.
import { loadEngine } from "../engine.mjs";
import { reasonFor } from "./deviations.mjs";

const { findShellcheck, runShellcheck, addShellChecks, readProjectFrom } = await loadEngine(`
  export { findShellcheck } from "./io/shellcheck/find.js"; export { runShellcheck } from "./io/shellcheck/run.js";
  export { addShellChecks } from "./models/shellcheck/checks.js"; export { readProjectFrom } from "./io/memory.js";`);

/** The program, or `because`: why there is none. */
export const SHELLCHECK = findShellcheck(process.env, []);

/** One project for each case, all their scripts in one run. */
export async function compareShellcheck(vectors) {
  const files = Object.fromEntries(
    vectors.map(({ dockerfile, fragment }, index) => [
      `${index}/Dockerfile`,
      fragment ? `FROM scratch\n${dockerfile}` : dockerfile,
    ]),
  );
  const check = (texts) => runShellcheck(SHELLCHECK.program, texts, process.env);
  const project = readProjectFrom(files, { all: true });
  const { facts } = project;
  await addShellChecks(project, check);
  if (facts.shellChecks.because !== null) throw new Error(facts.shellChecks.because);
  return vectors.map(({ rule, dockerfile: text, expect: expected }, index) => {
    const got = (facts.shellChecks.files.get(`${index}/Dockerfile`)?.remarks.length ?? 0) > 0 ? "catch" : "pass";
    return { rule, text, expected, got, reason: got === expected ? null : reasonFor({ rule, text, expected }) };
  });
}
