import { readFileSync } from "node:fs";
import type { Report } from "../core/report.js";
import { rulingsOf } from "../core/rulings.js";
import { writeWhole } from "./output.js";
import { causeOf } from "./text.js";
import { UsageError } from "./usage-error.js";

/** Reads a baseline: the fingerprints of known findings. Throws UsageError when it is not there or not one. */
export function readBaseline(path: string): ReadonlySet<string> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EISDIR") throw new UsageError(`${path} is no baseline: it is a folder`);
    if (code !== "ENOENT" && code !== "ENOTDIR") throw new UsageError(`${path} cannot be read: ${causeOf(error)[1]}`);
    throw new UsageError(`no baseline at ${path}: make one with --write-baseline ${path}`);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no baseline: it is not JSON; make one with --write-baseline`);
  }
  const findings = (data as { findings?: unknown } | null)?.findings;
  const prints = Array.isArray(findings) ? findings.map((one: { fingerprint?: unknown } | null) => one?.fingerprint) : [];
  if (!Array.isArray(findings) || prints.some((print) => typeof print !== "string")) {
    throw new UsageError(`${path} is no baseline: make one with --write-baseline`);
  }
  return new Set(prints as string[]);
}

/** Writes the open findings of a report as known; gives their number. */
export function writeBaseline(path: string, report: Report): number {
  const byPrint = new Map<string, { fingerprint: string; rule: string; message: string }>();
  for (const service of report.services) {
    for (const { rule, findings } of rulingsOf(service)) {
      for (const { fingerprint, message, waived } of findings)
        if (!waived) byPrint.set(fingerprint, { fingerprint, rule, message });
    }
  }
  const findings = [...byPrint.values()].sort((a, b) => (a.rule + a.fingerprint < b.rule + b.fingerprint ? -1 : 1));
  writeWhole(path, `${JSON.stringify({ baselineVersion: 1, findings }, null, 2)}\n`);
  return findings.length;
}
