import { failsRun, type Threshold } from "../core/failing.js";
import { printable } from "../core/printable.js";
import { isBadInput } from "../core/problem.js";
import type { ItemVerdict, Report, ReportedFinding, ReportedService, Ruling } from "../core/report.js";
import { notesOf } from "./notes.js";
import { openAdvice, reasonOf, titleOf } from "./rank.js";
import { placeText, subjectOf } from "./shown.js";

export interface JunitOptions extends Threshold {
  /** When the run was, UTC, `YYYY-MM-DDThh:mm:ss`. */
  readonly at: string;
}

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly outcome: null | {
    readonly tag: "failure" | "error" | "skipped";
    readonly type: string;
    readonly message: string;
    readonly body: string;
  };
}

/**
 * JUnit XML: a suite for each service, a case for each item; a failure is what fails the run (exit code 1), an error what makes
 * it one of bad input or a crash (2, 3), and what is neither met nor failing is skipped with its reason. Valid against the schemas
 * of Ant (windyroad/JUnit-Schema) and of Jenkins' xUnit plugin (junit-10.xsd).
 */
export function renderJunit(report: Report, options: JunitOptions): string {
  const suites = report.services.map((service, id) => {
    const cases = service.items.map((item) => ({
      name: titleOf(item.item),
      classname: service.name,
      outcome: outcomeOf(item, options),
    }));
    return suite(
      report.tool,
      id,
      service.name,
      subjectOf(service),
      [...cases, ...crashedAdvice(service)],
      adviceOf(service),
      options.at,
    );
  });
  if (report.problems.length > 0) {
    const cases = report.problems.map(
      ({ kind, message, place }): Case => ({
        name: `${kind} ${placeText(place)}`,
        classname: "problems",
        outcome: {
          tag: isBadInput(kind) ? "error" : "skipped",
          type: kind,
          message: printable(message),
          body: `${placeText(place)}: ${printable(message)}`,
        },
      }),
    );
    suites.push(suite(report.tool, suites.length, "problems", report.root, cases, "", options.at));
  }
  const notes = notesOf(report);
  if (notes.length > 0) {
    const cases = notes.map(
      (note): Case => ({
        name: note,
        classname: "run",
        outcome: { tag: "skipped", type: "note", message: printable(note), body: "" },
      }),
    );
    suites.push(suite(report.tool, suites.length, "run", report.root, cases, "", options.at));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`;
}

function outcomeOf(item: ItemVerdict, threshold: Threshold): Case["outcome"] {
  const crashed = item.rulings.filter((ruling) => ruling.crashed !== null);
  if (crashed.length > 0) return crash(crashed);
  const { text } = reasonOf(item);
  const reason = printable(text);
  if (failsRun(item, threshold)) {
    const open = item.rulings.filter((ruling) => (item.verdict === "unmet" ? isOpen(ruling) : ruling.ruling === "unknown"));
    return { tag: "failure", type: item.verdict, message: reason, body: open.flatMap(linesOf).join("\n") };
  }
  if (item.verdict === "met") return null;
  const why = item.verdict === "unmet" ? "unmet, by what is known or below the level that fails" : item.verdict;
  return {
    tag: "skipped",
    type: item.verdict,
    message: reason.startsWith("waived: ") ? reason : `${why}: ${reason}`,
    body: "",
  };
}

function crash(rulings: readonly Ruling[]): Case["outcome"] {
  const lines = rulings.map((ruling) => `${ruling.rule}: ${printable(ruling.crashed ?? "")}`);
  return { tag: "error", type: "crash", message: lines[0] ?? "", body: lines.join("\n") };
}

/** Advice fails nothing, but a crash of it does (exit code 3). */
function crashedAdvice(service: ReportedService): readonly Case[] {
  return service.advice
    .filter((ruling) => ruling.crashed !== null)
    .map((ruling) => ({ name: ruling.rule, classname: service.name, outcome: crash([ruling]) }));
}

function adviceOf(service: ReportedService): string {
  return openAdvice(service).flatMap(linesOf).join("\n");
}

function isOpen(ruling: Ruling): boolean {
  return ruling.ruling === "no" && ruling.findings.some((finding) => !finding.waived);
}

function linesOf(ruling: Ruling): readonly string[] {
  const open = ruling.findings.filter((finding) => !finding.waived);
  const told = open.length > 0 ? open.map(lineOf) : [printable(ruling.because)];
  return told.map((line) => `${line} [${ruling.rule}]`).concat(`  ${ruling.todo}`);
}

function lineOf(finding: ReportedFinding): string {
  return `${placeText(finding.place)}: ${finding.level}: ${printable(finding.message)}${finding.baseline ? " (known)" : ""}`;
}

function suite(
  tool: Report["tool"],
  id: number,
  name: string,
  subject: string,
  cases: readonly Case[],
  out: string,
  at: string,
): string {
  const count = (tag: string) => cases.filter((one) => one.outcome?.tag === tag).length;
  const attributes = [
    `name="${attribute(name)}"`,
    `package="${attribute(subject)}"`,
    `id="${id}"`,
    `timestamp="${at}"`,
    // Ant's schema asks for both; where a check ran says nothing about the service, and the same run gives the same report.
    `hostname="localhost" time="0"`,
    `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`,
  ];
  return [
    `  <testsuite ${attributes.join(" ")}>`,
    `    <properties><property name="${tool.name}" value="${attribute(tool.version)}"/></properties>`,
    ...cases.map(testcase),
    out === "" ? "    <system-out/>" : `    <system-out>${content(out)}</system-out>`,
    "    <system-err/>",
    "  </testsuite>\n",
  ].join("\n");
}

function testcase({ name, classname, outcome }: Case): string {
  const start = `    <testcase name="${attribute(name)}" classname="${attribute(classname)}" time="0"`;
  if (!outcome) return `${start}/>`;
  const { tag, type, message, body } = outcome;
  // In Ant's schema a skipped case has neither text nor attributes of a type; the message is what readers of it look for.
  const opening =
    tag === "skipped"
      ? `<skipped message="${attribute(message)}"`
      : `<${tag} type="${attribute(type)}" message="${attribute(message)}"`;
  return tag === "skipped" || body === ""
    ? `${start}>${opening}/></testcase>`
    : `${start}>${opening}>${content(body)}</${tag}></testcase>`;
}

/** What XML 1.0 has no writing for, also as a reference: most control characters, halves of pairs, two non-characters. */
const UNWRITABLE =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function content(text: string): string {
  return text
    .replace(UNWRITABLE, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/\r/g, "&#13;");
}

/** Names may not be blank, nor begin or end with blanks that a reader takes away. */
function attribute(text: string): string {
  return content(text.trim() || "-")
    .replace(/"/g, "&quot;")
    .replace(/\n/g, "&#10;")
    .replace(/\t/g, "&#9;");
}
