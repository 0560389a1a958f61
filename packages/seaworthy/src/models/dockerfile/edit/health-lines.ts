import type { DockerfileTree } from "../ast.js";
import { execForm } from "./json-form.js";
import { keyword } from "./lines.js";

/** A HEALTHCHECK with the usual times, in two lines. */
export function healthLines(file: DockerfileTree, words: readonly string[], startPeriod: string): readonly string[] {
  const times = `--interval=30s --timeout=5s --start-period=${startPeriod} --retries=3`;
  return [`${keyword(file, "HEALTHCHECK")} ${times} ${file.escape}`, `  CMD ${execForm(words)}`];
}
