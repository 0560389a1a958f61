// Compares the rules with what other Dockerfile linters are tested for, and with the examples of their manuals, every rule switched on.
// Usage: node bench/vectors.mjs VECTORS_DIR [--cases] [--brief]
// VECTORS_DIR, a case a line, each file as far as it is there: hadolint-cases.jsonl, hadolint-pragma-cases.jsonl, buildkit-cases.jsonl,
// buildkit-docs-cases.jsonl, trivy-docker-cases.jsonl; vectors/*.mjs say what a case of each holds and when it agrees.
// What differs on purpose stands with its reason in vectors/deviations.json. Exit code 1 when a test's case differs for no reason;
// examples of manuals are shown and fail nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { jsonLines, misused } from "./engine.mjs";
import { compareBuildkit, namelessChecks } from "./vectors/buildkit.mjs";
import { unneeded } from "./vectors/deviations.mjs";
import { compareHadolint } from "./vectors/hadolint.mjs";
import { compareManual } from "./vectors/manuals.mjs";
import { printOutcomes } from "./vectors/print.mjs";
import { compareShellcheck, SHELLCHECK } from "./vectors/shellcheck.mjs";

const [folder, ...flags] = process.argv.slice(2);
if (!folder) misused("node bench/vectors.mjs VECTORS_DIR [--cases] [--brief]");
const shown = { brief: flags.includes("--brief"), cases: flags.includes("--cases") };

for (const check of namelessChecks()) console.log(`no rule has the name ${check}`);
const hadolint = vectorsOf("hadolint-cases.jsonl");
const judged = hadolint.filter((one) => one.rule !== "SHELLCHECK");
let failed = printOutcomes("hadolint", compareHadolint(judged), shown);
const shell = hadolint.filter((one) => one.rule === "SHELLCHECK");
if ("program" in SHELLCHECK) failed += printOutcomes("hadolint's of ShellCheck", await compareShellcheck(shell), shown);
else console.log(`hadolint's of ShellCheck: ${shell.length} skipped: ${SHELLCHECK.because}`);
failed += printOutcomes("hadolint's comments", compareHadolint(vectorsOf("hadolint-pragma-cases.jsonl")), shown);
const buildkit = vectorsOf("buildkit-cases.jsonl");
failed += printOutcomes(`BuildKit, ${buildkit.length} cases by check`, compareBuildkit(buildkit), shown);
printOutcomes("BuildKit's manual", compareManual(vectorsOf("buildkit-docs-cases.jsonl")), { ...shown, reasons: true });
printOutcomes("Trivy's examples", compareManual(vectorsOf("trivy-docker-cases.jsonl")), { ...shown, reasons: true });
for (const one of unneeded()) console.log(`deviation that no case needs: ${one.rule} ${one.case}`);
process.exitCode = failed > 0 ? 1 : 0;

function vectorsOf(file) {
  const path = join(folder, file);
  return existsSync(path) ? jsonLines(path) : [];
}
