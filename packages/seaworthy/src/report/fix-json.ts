import type { FixReport } from "../core/fix-report.js";
import { VERSION } from "../core/version.js";
import { renderPatch } from "./fix-patch.js";

/** What was mended and what is left, as JSON; each changed file with its patch. */
export function renderFixJson({ written, fixed, files, left, report }: FixReport, below: string): string {
  const told = {
    tool: { name: "seaworthy", version: VERSION },
    schemaVersion: 1,
    root: report.root,
    written,
    fixed,
    files: files.map((file) => ({ path: file.path, made: file.before === null, patch: renderPatch([file], below) })),
    left,
    summary: report.summary,
  };
  return `${JSON.stringify(told, null, 2)}\n`;
}
