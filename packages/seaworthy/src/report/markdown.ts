import { failsRun, type Threshold } from "../core/failing.js";
import type { Report, ReportedService, Verdict } from "../core/report.js";
import { code, words } from "./markdown-text.js";
import { notesOf } from "./notes.js";
import { type OpenRuling, openRulings, reasonOf, titleOf, worstFirst } from "./rank.js";
import { clip, placeText, subjectOf } from "./shown.js";

/** Under GitHub's bound of 65,536 characters for a comment, counted in bytes so that no way of counting is over it. */
const MOST_BYTES = 60_000;
const MOST_ROWS = 50;
/** With more services than this, only the worst are told of one by one. */
const MOST_SERVICES = 6;
const MOST_PROBLEMS = 10;
const LONGEST_MESSAGE = 300;

/**
 * Markdown for a comment on a pull or merge request: short, of bounded length, and with a first line that stays the same, by which
 * the comment of the run before is found and replaced. Texts of the project are words in it, never markup.
 */
export function renderMarkdown(report: Report, threshold: Threshold): string {
  const ordered = worstFirst(report.services);
  const notes = notesOf(report);
  const blocks = [
    [marker(report), "", `### ${headline(report, threshold)}`],
    ...(ordered.length > 0 ? [table(ordered)] : []),
    ...ordered.slice(0, ordered.length > MOST_SERVICES ? MOST_SERVICES / 2 : MOST_SERVICES).flatMap(serviceBlock),
    ...(report.problems.length > 0 ? [problems(report)] : []),
    ...(notes.length > 0 ? [notes.map((note) => `<sub>${words(clip(note, LONGEST_MESSAGE))}</sub>`)] : []),
  ];
  return bounded(blocks);
}

/** Whole lines up to the bound, then a word on what is left out. */
function bounded(blocks: readonly (readonly string[])[]): string {
  const footer = `\n<sub>seaworthy explain RULE tells why a rule exists and what to do.</sub>\n`;
  const cut = "_Shortened: the whole report is in the log of the run._\n";
  let text = "";
  let room = MOST_BYTES;
  for (const block of blocks) {
    for (const line of [...block, ""]) {
      room -= Buffer.byteLength(line) + 1;
      if (room < 0) return `${text.trimEnd()}\n\n${cut}${footer}`;
      text += `${line}\n`;
    }
  }
  return `${text.trimEnd()}\n${footer}`;
}

/** One comment for each root: a monorepo may be judged part by part. */
function marker(report: Report): string {
  const root = report.root.replace(/[^\w./ -]/g, "_").replace(/--+/g, "-");
  return root === "." ? "<!-- seaworthy -->" : `<!-- seaworthy ${root} -->`;
}

function headline(report: Report, threshold: Threshold): string {
  const { met, unmet, unproven, waived } = report.summary.items;
  const count = report.services.length === 1 ? "1 service" : `${report.services.length} services`;
  if (report.services.length === 0) return "Seaworthy: nothing was judged";
  const parts = [`${unmet} unmet`, `${unproven} unproven`, `${met} met`, ...(waived > 0 ? [`${waived} waived`] : [])];
  const failing = report.services.some((service) => service.items.some((item) => failsRun(item, threshold)));
  return `${failing ? "❌" : "✅"} Seaworthy: ${parts.join(", ")} in ${count}`;
}

function table(services: readonly ReportedService[]): string[] {
  const shown = services.slice(0, MOST_ROWS);
  const count = (service: ReportedService, verdict: Verdict) => service.items.filter((item) => item.verdict === verdict).length;
  const rows = shown.map((service) => {
    const counts = (["unmet", "unproven", "met"] as const).map((verdict) => String(count(service, verdict)));
    return `| ${code(clip(service.name, 80), true)} | ${code(clip(subjectOf(service), 120), true)} | ${counts.join(" | ")} |`;
  });
  const hidden = services.length - shown.length;
  return [
    "| service | built from | unmet | unproven | met |",
    "| --- | --- | ---: | ---: | ---: |",
    ...rows,
    ...(hidden > 0 ? ["", `and ${hidden} more that are no worse`] : []),
  ];
}

/** A line for each item that is not well: the first fault of it, and how many more there are. */
function serviceBlock(service: ReportedService): readonly string[][] {
  const byItem = new Map<string, OpenRuling[]>();
  for (const open of openRulings(service)) byItem.set(open.item, [...(byItem.get(open.item) ?? []), open]);
  const lines: string[] = [];
  for (const [item, open] of byItem) {
    const [worst] = open;
    const finding = worst?.findings[0];
    if (!worst || !finding) continue;
    const more = open.reduce((sum, { findings }) => sum + findings.length, -1);
    const known = open.every(({ findings }) => findings.every((one) => one.baseline)) ? ", known" : "";
    lines.push(
      `- **${titleOf(item)}** (${finding.level}${known}): ${words(clip(finding.message, LONGEST_MESSAGE))} ${code(placeText(finding.place))} ${code(worst.ruling.rule)}${more > 0 ? ` and ${more} more` : ""}`,
    );
  }
  for (const item of service.items.filter((one) => one.verdict === "unproven"))
    lines.push(`- ${titleOf(item.item)} is unproven: ${words(clip(reasonOf(item).text, LONGEST_MESSAGE))}`);
  return lines.length === 0 ? [] : [[`#### ${code(clip(service.name, 80))}`, "", ...lines]];
}

function problems(report: Report): string[] {
  const lines = report.problems
    .slice(0, MOST_PROBLEMS)
    .map(({ kind, message, place }) => `- ${kind}: ${words(clip(message, LONGEST_MESSAGE))} ${code(placeText(place))}`);
  const hidden = report.problems.length - lines.length;
  return ["#### Problems", "", ...lines, ...(hidden > 0 ? [`- and ${hidden} more`] : [])];
}
