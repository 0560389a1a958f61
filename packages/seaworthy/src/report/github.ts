import type { Level } from "../core/answer.js";
import { printable } from "../core/printable.js";
import type { Report } from "../core/report.js";
import { flatFindings, isSource } from "./findings.js";
import { notesOf } from "./notes.js";

const COMMANDS: Readonly<Record<Level, string>> = {
  error: "error",
  warning: "warning",
  info: "notice",
};

/** Workflow commands of GitHub Actions: one annotation for each open finding, known ones (baseline) as notices. */
export function renderGithub(report: Report): string {
  const lines: string[] = [];
  for (const { finding, ruling } of flatFindings(report)) {
    if (finding.waived) continue;
    const command = finding.baseline ? "notice" : COMMANDS[finding.level];
    const { place } = finding;
    const where = isSource(place)
      ? [
          `file=${property(place.file)}`,
          `line=${place.start.line}`,
          `endLine=${place.end.line}`,
          ...(place.start.line === place.end.line ? [`col=${place.start.column}`, `endColumn=${place.end.column}`] : []),
        ]
      : [];
    lines.push(
      `::${command} ${[...where, `title=${property(ruling.rule)}`].join(",")}::${data(`${finding.message} ${ruling.todo}`)}`,
    );
  }
  for (const { kind, message, place } of report.problems) {
    lines.push(`::warning file=${property(place.file)},line=${place.start.line},title=${property(kind)}::${data(message)}`);
  }
  for (const note of notesOf(report)) lines.push(`::notice title=seaworthy::${data(note)}`);
  return lines.map((line) => `${line}\n`).join("");
}

/** Escapes as the runner's own toolkit does: what is not escaped could start a new command. */
function data(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => printable(line).replace(/%/g, "%25"))
    .join("%0A");
}

function property(text: string): string {
  return data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
