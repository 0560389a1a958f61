import { printable } from "../core/printable.js";
import type { Report, ReportedFinding, ReportedPlace, ReportedService, Ruling, Verdict } from "../core/report.js";
import type { Ink } from "./ink.js";
import { notesOf } from "./notes.js";
import { openAdvice, openRulings, reasonOf, titleOf, worstFirst } from "./rank.js";
import { clip, placeText, subjectOf } from "./shown.js";

export interface TextOptions {
  readonly ink: Ink;
  /** Columns of the terminal. */
  readonly width: number;
  /** Print every service and every step. */
  readonly verbose: boolean;
  readonly advice: boolean;
}

/** With more services than this, only the worst are printed whole: a summary is read, a wall is not. */
const WHOLE_BLOCKS = 6;
const SHOWN_WHEN_MANY = 3;
const NEXT_STEPS = 5;
const TOLD_FINDINGS = 10;
/** A summary is one screen. */
const SUMMARY_LINES = 40;

const MARKS: Readonly<Record<Verdict, string>> = {
  met: "✓",
  unmet: "✗",
  unproven: "?",
  "not applicable": "–",
  waived: "~",
};

function painted(verdict: Verdict, text: string, ink: Ink): string {
  if (verdict === "met") return ink.green(text);
  if (verdict === "unmet") return ink.red(text);
  if (verdict === "unproven") return ink.yellow(text);
  return ink.dim(text);
}

/** A block of twelve lines for each service, then what to do next; a summary first where there are several. */
export function renderText(report: Report, options: TextOptions, images: readonly string[] = []): string {
  const { ink } = options;
  const out: string[] = [];
  const ordered = worstFirst(report.services);
  out.push(headline(report, ink), "");
  if (ordered.length > 1) out.push(...summary(ordered, options), "");
  const shared = sharedSteps(report);
  if (shared.length > 0 && ordered.length > 1) {
    out.push(ink.bold("For the whole project"), ...steps(shared, options, Number.POSITIVE_INFINITY), "");
  }
  const built = ordered.filter((service) => service.dockerfile !== null);
  const whole = options.verbose || ordered.length <= WHOLE_BLOCKS ? ordered : built.slice(0, SHOWN_WHEN_MANY);
  for (const service of whole) out.push(...block(service, options, ordered.length > 1), "");
  const hidden = ordered.length - whole.length;
  if (hidden > 0) out.push(ink.dim(`${hidden} more services are in the summary; --service NAME shows one, --verbose all.`), "");
  out.push(...images);
  if (report.problems.length > 0) out.push(...problems(report, ink), "");
  if (report.notJudged.length > 0) out.push(...notJudged(report, options), "");
  const notes = notesOf(report);
  if (notes.length > 0) out.push(...notes.map((note) => ink.dim(printable(note))), "");
  out.push(closing(report, ink));
  return `${out.join("\n")}\n`;
}

function headline(report: Report, ink: Ink): string {
  const files = report.inspected.composeFiles;
  const deployed =
    files.length > 0
      ? ` · deployed by ${files.slice(0, 3).join(" + ")}${files.length > 3 ? ` and ${files.length - 3} more` : ""}`
      : "";
  // An image that is looked at by itself is named once.
  const { depths } = report.inspected;
  if (depths.length > 0 && !depths.includes("source"))
    return `${ink.bold(`seaworthy ${report.tool.version}`)} · depth: ${depths.join(", ")}`;
  const count = report.services.length === 1 ? "1 service" : `${report.services.length} services`;
  const { changedSince } = report.inspected;
  const since = changedSince ? ` touched since ${printable(changedSince.ref)} (${changedSince.commit.slice(0, 10)})` : "";
  return `${ink.bold(`seaworthy ${report.tool.version}`)} · ${printable(report.root)} · ${count}${since} · depth: ${report.inspected.depths.join(", ")}${printable(deployed)}`;
}

function summary(services: readonly ReportedService[], { ink, verbose }: TextOptions): string[] {
  const shown = verbose ? services : services.slice(0, SUMMARY_LINES);
  const width = Math.min(32, Math.max(...shown.map((service) => service.name.length)));
  const lines = shown.map((service) => {
    const marks = service.items.map((item) => painted(item.verdict, MARKS[item.verdict], ink)).join("");
    return `  ${marks}  ${clip(service.name, width).padEnd(width)}  ${ink.dim(counts(service))}`;
  });
  const hidden = services.length - shown.length;
  return hidden > 0 ? [...lines, ink.dim(`  and ${hidden} more that are no worse: --verbose`)] : lines;
}

function counts(service: ReportedService): string {
  const words: Verdict[] = ["unmet", "unproven", "met", "waived"];
  return words
    .map((verdict) => [service.items.filter((item) => item.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${count} ${verdict}`)
    .join(" · ");
}

function block(service: ReportedService, options: TextOptions, several: boolean): string[] {
  const { ink, width } = options;
  const deployments = service.deployments.map((one) => `${one.file}:${one.name}`);
  const where = deployments.length > 0 ? ` → ${deployments.slice(0, 3).join(", ")}${deployments.length > 3 ? "…" : ""}` : "";
  const looked = service.items.some(({ depth }) => depth === "image" || depth === "trial");
  const subject = looked && !service.dockerfile ? "" : subjectOf(service);
  const lines = [`${ink.bold(printable(service.name))}  ${ink.dim(printable(`${subject}${where}`))}`.trimEnd()];
  if (service.ship) {
    const { image, shown, because } = service.ship;
    const text = `${shown ? "joined" : "not joined, judged by itself"}: ${image} ${because}`;
    lines.push(`  ${ink.dim(clip(text, Math.max(60, width - 2)))}`);
  }
  const items = service.dockerfile || looked ? service.items : service.items.filter((item) => item.verdict !== "not applicable");
  for (const item of items) {
    const reason = reasonOf(item);
    const place = reason.place ? placeText(reason.place) : "";
    const depth = (item.depth ?? "").padEnd(6);
    const room = Math.max(40, width - 36 - (place === "" ? 0 : place.length + 2));
    const text = `  ${MARKS[item.verdict]} ${titleOf(item.item).padEnd(23)} ${ink.dim(depth)} ${clip(reason.text, room)}`;
    lines.push(`${painted(item.verdict, text, ink)}${place ? `  ${ink.cyan(place)}` : ""}`);
  }
  const open = openRulings(service)
    .filter(({ ruling }) => !several || ruling.scope !== "project")
    .map(({ ruling, findings }) => ({
      ruling,
      place: findings[0]?.place ?? null,
      more: findings.length - 1,
    }));
  if (open.length > 0)
    lines.push(`  ${ink.bold("Next")}`, ...steps(open, options, options.verbose ? Number.POSITIVE_INFINITY : NEXT_STEPS));
  const advice = openAdvice(service);
  if (advice.length > 0 && options.advice) {
    lines.push(`  ${ink.bold("Advice")}`);
    lines.push(
      ...steps(
        advice.map((ruling) => ({
          ruling,
          place: ruling.findings[0]?.place ?? null,
          more: ruling.findings.length - 1,
          told: passedOn(ruling),
        })),
        options,
        Number.POSITIVE_INFINITY,
      ),
    );
  } else if (advice.length > 0) {
    lines.push(
      ink.dim(`  ${advice.length} ${advice.length === 1 ? "piece" : "pieces"} of advice that change no verdict: --advice`),
    );
  }
  return lines;
}

interface Step {
  readonly ruling: Ruling;
  readonly place: ReportedPlace | null;
  readonly more: number;
  /** Findings that are told one by one. */
  readonly told?: readonly ReportedFinding[];
}

/** What a rule passes on from another tool: each finding has a name and a remedy of its own. */
function passedOn({ aliases, findings }: Ruling): readonly ReportedFinding[] {
  return findings.filter((one) => !one.waived && one.aliases.some((name) => !aliases.includes(name)));
}

function steps(open: readonly Step[], { ink, width, verbose }: TextOptions, most: number): string[] {
  const shown = open.slice(0, most);
  const lines = shown.flatMap(({ ruling, place, more, told = [] }, index) => {
    const single = told.slice(0, verbose ? told.length : TOLD_FINDINGS);
    const where = place ? `  ${ink.cyan(placeText(place))}${more > 0 ? ink.dim(` and ${more} more`) : ""}` : "";
    return [
      `  ${String(index + 1).padStart(2)}. ${clip(ruling.todo, Math.max(60, width - 7))}`,
      `      ${ink.dim(ruling.rule)}${where}`,
      ...single.map((one) => `        ${clip(one.message, Math.max(60, width - 30))}  ${ink.cyan(placeText(one.place))}`),
      ...(single.length < told.length ? [ink.dim(`        and ${told.length - single.length} more: --verbose`)] : []),
    ];
  });
  if (open.length > shown.length)
    lines.push(
      ink.dim(`      and ${open.length - shown.length} more ${open.length - shown.length === 1 ? "step" : "steps"}: --verbose`),
    );
  return lines;
}

/** The open nos of rules that are asked once for the project. */
function sharedSteps(report: Report): readonly Step[] {
  const seen = new Map<string, Step>();
  for (const service of report.services) {
    const isNew = ({ scope, ruling, rule }: Ruling) => scope === "project" && ruling === "no" && !seen.has(rule);
    if (!service.items.some(({ rulings }) => rulings.some(isNew))) continue;
    for (const { ruling, findings } of openRulings(service)) {
      if (ruling.scope === "project" && !seen.has(ruling.rule))
        seen.set(ruling.rule, {
          ruling,
          place: findings[0]?.place ?? null,
          more: findings.length - 1,
        });
    }
  }
  return [...seen.values()];
}

function problems(report: Report, ink: Ink): string[] {
  return [
    ink.bold("Problems"),
    ...report.problems.map(({ kind, message, place }) => `  ! ${kind}: ${printable(message)}  ${ink.cyan(placeText(place))}`),
  ];
}

function notJudged(report: Report, { ink, verbose }: TextOptions): string[] {
  const shown = verbose ? report.notJudged : report.notJudged.slice(0, 5);
  const lines = shown.map(({ file, because }) => ink.dim(printable(`  ${file}: ${because}`)));
  const more = report.notJudged.length - shown.length;
  return [ink.bold("Not judged"), ...lines, ...(more > 0 ? [ink.dim(`  and ${more} more: --verbose`)] : [])];
}

function closing(report: Report, ink: Ink): string {
  const { met, unmet, unproven, waived, notApplicable } = report.summary.items;
  const since = report.inspected.changedSince?.ref;
  if (report.services.length === 0 && report.problems.length === 0 && since !== undefined)
    return ink.green(`No service is touched by what changed since ${printable(since)}.`);
  if (report.services.length === 0 && report.problems.length > 0) return ink.yellow("Nothing was judged: see the problems.");
  if (report.services.length === 0)
    return ink.yellow("No service was found: no Dockerfile, Compose file or Kubernetes manifest to judge.");
  const parts = [`${met} met`, `${unmet} unmet`, `${unproven} unproven`];
  if (waived > 0) parts.push(`${waived} waived`);
  if (notApplicable > 0) parts.push(`${notApplicable} not applicable`);
  const line = parts.join(" · ");
  const hint = unmet > 0 ? ink.dim("  ·  seaworthy explain RULE tells why and how") : "";
  return `${unmet > 0 ? ink.red(line) : unproven > 0 ? ink.yellow(line) : ink.green(line)}${hint}`;
}
