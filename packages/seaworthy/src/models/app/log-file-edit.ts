import type { Edit } from "../../core/edit.js";
import { replaced } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import { importsOf } from "./imports.js";
import { withJsonLogging } from "./python/logging-edit.js";
import { hasComment, statementAt } from "./python/manner.js";
import { argumentsAt, hits, literalsIn, readSource, type SourceFile, stringAt } from "./source.js";

/**
 * Takes the log files out of a file of JavaScript or Python: statements that append to one, file handlers, and the making of the folder
 * that nothing else is left to use. A text: why the file is left as it is.
 */
export function withoutLogFiles(path: string, text: string): readonly Edit[] | string {
  if (/\.py$/.test(path)) return ofPython(readSource(path, text, "python"));
  return /\.[cm]?[jt]sx?$/.test(path) ? ofNode(readSource(path, text, "js")) : `${path} is in a language that is not mended`;
}

const LOG = /\.log$|(?:^|\/)logs?\//;

function ofNode(file: SourceFile): readonly Edit[] | string {
  const gone: Range[] = [];
  const paths: string[] = [];
  for (const { start, end } of hits([file], /(?<![\w$])(?:(?:\w+\s*\.\s*)?appendFileSync)\s*\(/g)) {
    const [first] = argumentsAt(file, end - 1);
    const target = first && stringAt(file, first[0]);
    if (!first || !target || !LOG.test(target.value)) continue;
    const whole = lineOf(file, start, end - 1);
    if (!whole) return `what ${file.path} writes into ${target.value} stands inside another expression`;
    if (!writesElsewhere(file, start)) return `what goes into ${target.value} would be logged nowhere else`;
    gone.push(whole);
    paths.push(target.value);
  }
  if (gone.length === 0) return `how ${file.path} writes its log file is not known`;
  const folders = paths.map((one) => one.slice(0, one.lastIndexOf("/")));
  for (const { start, end } of hits([file], /(?<![\w$])(?:\w+\s*\.\s*)?mkdirSync\s*\(/g)) {
    const [first] = argumentsAt(file, end - 1);
    const made = first && stringAt(file, first[0]);
    const whole = made && folders.includes(made.value) ? lineOf(file, start, end - 1) : null;
    if (whole && !elseNamed(file, made?.value ?? "", [whole, ...gone])) gone.push(whole);
  }
  for (const fact of importsOf(file)) {
    if (!/^(?:node:)?fs$/.test(fact.module)) continue;
    const used = [...fact.names.keys()].some((name) =>
      [...file.code.matchAll(new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])`, "g"))].some(
        ({ index }) => !(fact.start <= index && index < fact.end) && !gone.some(([from, to]) => from <= index && index < to),
      ),
    );
    if (used || fact.names.size === 0) continue;
    const line: Range = [file.code.lastIndexOf("\n", fact.start - 1) + 1, endOfLine(file, fact.end)];
    if (/^(?:import\s[^\n]*|const\s[^\n]*\))\s*;?\s*$/.test(file.text.slice(...line))) gone.push(line);
  }
  return gone.map((range) => replaced(file.path, withBlankLine(file, range), ""));
}

/** Whether the same block also writes to the console: the line is not lost with the file. */
function writesElsewhere(file: SourceFile, at: number): boolean {
  let open = at;
  for (let close = -1; close < at && open > 0; ) {
    open = file.code.lastIndexOf("{", open - 1);
    if (open < 0) return /\bconsole\s*\.\s*\w+\s*\(/.test(file.code);
    close = file.pairs.get(open) ?? -1;
  }
  return /\bconsole\s*\.\s*\w+\s*\(|\bprocess\s*\.\s*stdout\b/.test(file.code.slice(open, file.pairs.get(open)));
}

function ofPython(file: SourceFile): readonly Edit[] | string {
  const edits: Edit[] = [];
  const gone: Range[] = [];
  const folders: string[] = [];
  for (const { start, end, match } of hits(
    [file],
    /(?<![\w.])(logging\s*\.\s*(?:handlers\s*\.\s*)?)(?:Timed)?(?:Rotating|Watched)?FileHandler\s*\(/g,
  )) {
    const close = file.pairs.get(end - 1);
    const [first] = argumentsAt(file, end - 1);
    if (close === undefined || !first || !match[1]) continue;
    if (hasComment(file, [start, close])) return `a comment stands inside the file handler of ${file.path}`;
    const named = literalsIn(file, first)[0]?.value;
    if (named?.includes("/")) folders.push(named.slice(0, named.lastIndexOf("/")));
    const open = file.code.lastIndexOf("[", start);
    const list = open >= 0 && (file.pairs.get(open) ?? -1) > close ? argumentsAt(file, open) : [];
    const others = list.filter(([from, to]) => !(from <= start && close <= to)).map((range) => file.code.slice(...range));
    if (others.some((one) => /\bStreamHandler\s*\(/.test(one))) {
      const comma = /^\s*,[ \t]*/.exec(file.code.slice(close + 1));
      const before = comma ? null : /,\s*$/.exec(file.code.slice(open, start));
      const range: Range = [start - (before?.[0].length ?? 0), close + 1 + (comma?.[0].length ?? 0)];
      edits.push(replaced(file.path, range, ""));
      gone.push(range);
    } else {
      edits.push(replaced(file.path, [start, close + 1], "logging.StreamHandler()"));
      gone.push([start, close + 1]);
    }
  }
  const named = [...hits([file], /(?<![\w.])logging\s*\.\s*basicConfig\s*\(/g)].some(({ end }) =>
    argumentsAt(file, end - 1).some((range) => /^filename\s*=/.test(file.code.slice(...range))),
  );
  if (named) {
    // Without the file it writes text to the console: so it is given JSON in the same breath.
    const json = withJsonLogging(file.path, file.text, []);
    if (typeof json === "string") return json;
    edits.push(...json);
  }
  if (edits.length === 0) return `how ${file.path} writes its log file is not known`;
  for (const { start, end } of hits([file], /(?<![\w.])os\s*\.\s*(?:makedirs|mkdir)\s*\(/g)) {
    const made = stringAt(file, end);
    const whole = made && folders.includes(made.value) ? statementAt(file, start) : null;
    if (
      !whole ||
      !made ||
      whole[0] !== start ||
      elseNamed(file, made.value, [whole, ...gone]) ||
      !/^\S/.test(file.code.slice(...whole))
    )
      continue;
    edits.push(replaced(file.path, whole, ""));
  }
  return edits;
}

/** Whether a path is named outside the ranges. */
function elseNamed(file: SourceFile, path: string, ranges: readonly Range[]): boolean {
  for (let at = file.live.indexOf(path); at >= 0; at = file.live.indexOf(path, at + 1))
    if (!ranges.some(([from, to]) => from <= at && at < to)) return true;
  return false;
}

/** The line of a statement that is nothing but a call. */
function lineOf(file: SourceFile, start: number, open: number): Range | null {
  const line = file.code.lastIndexOf("\n", start - 1) + 1;
  const close = file.pairs.get(open);
  if (close === undefined || file.code.slice(line, start).trim() !== "" || hasComment(file, [line, close])) return null;
  const before = file.code.slice(0, line).trimEnd().at(-1);
  if (before !== undefined && !/[;{})\]"'`\w]/.test(before)) return null;
  // A condition without a block would take what follows for its own.
  if (/(?:\belse|\bdo|\b(?:if|for|while)\s*\([^\n]*\))\s*$/.test(file.code.slice(Math.max(0, line - 400), line).trimEnd()))
    return null;
  return /^[ \t]*;?[ \t]*\r?(?:\n|$)/.test(file.text.slice(close + 1)) ? [line, endOfLine(file, close)] : null;
}

function endOfLine({ text }: SourceFile, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** With the empty line behind it, where there is one before it, too. */
function withBlankLine(file: SourceFile, [from, to]: Range): Range {
  const behind = /^[ \t]*\r?\n/.exec(file.text.slice(to));
  return behind && /(?:^|\n)[ \t]*\r?\n$/.test(file.text.slice(Math.max(0, from - 200), from))
    ? [from, to + behind[0].length]
    : [from, to];
}
