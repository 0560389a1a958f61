import { isDay } from "../core/day.js";
import { LineIndex } from "../core/lines.js";
import type { Range } from "../core/place.js";
import type { Problem } from "../core/problem.js";
import { CHECK_ARGUMENT } from "../models/dockerfile/check-options.js";
import type { Dockerfile } from "../models/dockerfile/dockerfile.js";
import { placedComments } from "../models/dockerfile/leading-comments.js";
import type { PragmaTool, Reach } from "../models/pragma/pragma.js";
import { foreignPragmas } from "../models/pragma/read.js";
import type { Waiver } from "./waiver.js";

export interface ReadPragmas {
  readonly waivers: readonly Waiver[];
  readonly problems: readonly Problem[];
}

const OWN = /^seaworthy\s+(file-)?ignore\s*=\s*(.*)$/;

/** What else than the file says which of its pragmas hold. */
export interface PragmaOptions {
  /** What the build argument BUILDKIT_DOCKERFILE_CHECK says in place of the directive; null when it is not given. */
  readonly check?: string | null;
  /** Tools whose pragmas are not honoured. */
  readonly without?: ReadonlySet<PragmaTool>;
}

/** Reads the waivers in a Dockerfile's comments: our own, and those that speak to other tools. */
export function dockerfilePragmas(dockerfile: Dockerfile, { check = null, without }: PragmaOptions = {}): ReadPragmas {
  const waivers: Waiver[] = [];
  const problems: Problem[] = [];
  const { path: file } = dockerfile;
  for (const { comment, inside, next } of placedComments(dockerfile)) {
    const own = comment.text.startsWith("seaworthy") ? OWN.exec(comment.text) : null;
    if (!own) continue;
    const reached = inside ?? next;
    const reach: Reach = own[1] ? null : reached ? [reached.range] : [];
    collect(own[2] ?? "", { file, range: comment.range, by: `${file}:${comment.line}`, reach }, waivers, problems);
  }
  const { pragmas, voids } = foreignPragmas(dockerfile, check);
  for (const { tool, names, reason, until, reach, range, line } of pragmas) {
    if (without?.has(tool)) continue;
    const given = tool === "buildkit" && reach === null && check !== null;
    waivers.push({
      names,
      reason,
      until,
      by: given ? `the build argument ${CHECK_ARGUMENT}` : `${file}:${line}`,
      file,
      range,
      reach: { file, ranges: reach },
      services: null,
      trial: false,
      foreign: tool,
    });
  }
  for (const { message, range } of voids) problems.push({ kind: "waiver", message, place: { file, range } });
  return { waivers, problems };
}

const COMMENT = /(?:^|\s)(?:#|\/\/)\s*(seaworthy\s+(?:file-)?ignore\s*=[^\r\n]*)/g;

/**
 * Reads our own waivers in any other text (YAML, code). A comment at the end of a line covers that line; one on a line
 * of its own covers the next line of content and what is indented below it.
 */
export function textPragmas(path: string, text: string): ReadPragmas {
  const waivers: Waiver[] = [];
  const problems: Problem[] = [];
  if (!text.includes("seaworthy")) return { waivers, problems };
  const lines = new LineIndex(text);
  for (const match of text.matchAll(COMMENT)) {
    const written = match[1] ?? "";
    const own = OWN.exec(written.trimEnd());
    if (!own) continue;
    const at = match.index + match[0].indexOf(written);
    const { line } = lines.position(at);
    const range: Range = [at, at + written.length];
    const before = text.slice(lines.startOfLine(line), match.index).trim();
    const block = before === "" ? blockAfter(text, lines.startOfLine(line + 1)) : null;
    const own1: Range = [lines.startOfLine(line), lines.startOfLine(line + 1)];
    const reach: Reach = own[1] ? null : before !== "" ? [own1] : block ? [block] : [];
    collect(own[2] ?? "", { file: path, range, by: `${path}:${line}`, reach }, waivers, problems);
  }
  return { waivers, problems };
}

/** The next line with content and the lines that are indented deeper below it. */
function blockAfter(text: string, from: number): Range | null {
  let start = from;
  while (start < text.length) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    if (line.trim() !== "" && !/^\s*(#|\/\/)/.test(line)) break;
    start = end + 1;
  }
  if (start >= text.length) return null;
  const indent = indentOf(text, start);
  let end = lineEnd(text, start);
  while (end + 1 < text.length) {
    const next = lineEnd(text, end + 1);
    if (text.slice(end + 1, next).trim() !== "" && indentOf(text, end + 1) <= indent) break;
    end = next;
  }
  return [start, end];
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

function indentOf(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at - start;
}

interface Standing {
  readonly file: string;
  readonly range: Range;
  readonly by: string;
  readonly reach: Reach;
}

/** Parses `a,b until=2027-01-31 depth=trial -- reason`. */
function collect(written: string, standing: Standing, waivers: Waiver[], problems: Problem[]): void {
  const [head = "", ...rest] = written.split(/\s+--\s+|^--\s+/);
  const reason = rest.join(" -- ").trim() || null;
  const [list = "", ...settings] = head.trim().split(/\s+/);
  const names = list.split(",").filter((name) => name !== "");
  const place = { file: standing.file, range: standing.range };
  const complain = (message: string) => problems.push({ kind: "waiver", message, place });
  if (names.length === 0) {
    complain("the waiver names no rule: write `seaworthy ignore=RULE until=YYYY-MM-DD -- reason`");
    return;
  }
  let until: string | null = null;
  let trial = false;
  for (const setting of settings) {
    const [key, value = ""] = setting.split("=", 2);
    if (key === "until" && isDay(value)) until = value;
    else if (key === "depth" && value === "trial") trial = true;
    else {
      complain(`the waiver is not used: \`${setting}\` is none of until=YYYY-MM-DD, depth=trial, or \`-- reason\``);
      return;
    }
  }
  waivers.push({
    names,
    reason,
    until,
    by: standing.by,
    file: standing.file,
    range: standing.range,
    reach: { file: standing.file, ranges: standing.reach },
    services: null,
    trial,
    foreign: null,
  });
}
