import { readReport } from "../../models/advisory/reports/read-report.js";
import type { ScannerReport } from "../../models/advisory/reports/scanner-report.js";
import { readOpenVex, type VexDocument } from "../../models/advisory/vex.js";
import { readTextAt } from "../text.js";
import { UsageError } from "../usage-error.js";

const LARGEST = 512 * 1024 * 1024;

/** Reads a report that a pipeline has: Trivy's JSON, Grype's JSON or SARIF. Throws UsageError. */
export function readReportFile(path: string): ScannerReport {
  const report = readReport(jsonAt(path));
  if (typeof report === "string") throw new UsageError(`${path} ${report}`);
  const { advisories } = report;
  return { ...report, advisories: { ...advisories, by: `a report (${advisories.by})` } };
}

/** Reads an OpenVEX document. Throws UsageError. */
export function readVexFile(path: string): VexDocument {
  const document = readOpenVex(jsonAt(path), path);
  if (!document) throw new UsageError(`${path} is no OpenVEX document`);
  return document;
}

function jsonAt(path: string): unknown {
  const read = readTextAt(path, LARGEST);
  if ("because" in read) throw new UsageError(`${path} ${read.because}`);
  try {
    return JSON.parse(read.text.replace(/^\uFEFF/, ""));
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
}
