import type { Severity } from "../../models/advisory/advisory.js";
import type { Affected, NamedSeverity, RangeEvent, StoredAdvisory, StoredRange } from "../../models/advisory/stored.js";

/**
 * The lines of an ecosystem's tables, sorted. A package's rows stand as `release TAB name TAB [row]`, the texts of its advisories beside
 * them as `ecosystem TAB name TAB id TAB [text]`, so that one block has both where an ecosystem has no releases. Rows and texts are JSON
 * arrays, whose keys are said once here and not in every line.
 */
export const TABLES = ["advisories", "malicious"] as const;

export function tableOf(kind: (typeof TABLES)[number], ecosystem: string): string {
  return `${kind}/${ecosystem}`;
}

/** What a line is and of which advisory. */
export function partsOfLine(line: string): { readonly isRow: boolean; readonly id: string } {
  const value = line.indexOf("\t", line.indexOf("\t") + 1) + 1;
  if (isRow(line, value)) return { isRow: true, id: line.slice(value + 2, line.indexOf('"', value + 2)) };
  return { isRow: false, id: line.slice(value, line.indexOf("\t", value)) };
}

/** Ids begin with a letter or a digit. */
export function isRow(text: string, from = 0): boolean {
  return text.charCodeAt(from) === 91;
}

type Named = readonly [Severity, number | null, string];

export function rowLine(release: string, name: string, { id, ranges, versions, severity, home }: Affected): string {
  const short = ranges.map(({ semantic, events }) => [
    ...(semantic ? ["s"] : []),
    ...events.map(([kind, version]) => kind + version),
  ]);
  const row = trimmed([id, short, versions.length > 0 ? versions : 0, named(severity), home === name ? 0 : home]);
  return `${release}\t${name}\t${JSON.stringify(row)}`;
}

export function readRow(text: string, name: string): Affected {
  const [id, ranges, versions, severity, home] = JSON.parse(text) as [string, string[][], string[] | 0, Named | 0, string | 0];
  return { id, ranges: ranges.map(rangeOf), versions: versions || [], severity: severityOf(severity), home: home || name };
}

function rangeOf(short: readonly string[]): StoredRange {
  const semantic = short[0] === "s";
  return {
    semantic,
    events: (semantic ? short.slice(1) : short).map((event): RangeEvent => [event[0] as RangeEvent[0], event.slice(1)]),
  };
}

export function advisoryLine(ecosystem: string, home: string, advisory: StoredAdvisory): string {
  const { id, aliases, upstream, related, summary, severity, modified } = advisory;
  return `${ecosystem}\t${home}\t${id}\t${JSON.stringify([aliases, upstream, related, summary, named(severity), modified])}`;
}

/** When the advisory of a line was changed. */
export function advisoryModified(line: string): string {
  return line.slice(line.lastIndexOf('"', line.length - 3) + 1, -2);
}

export function readAdvisory(id: string, text: string): StoredAdvisory {
  const [aliases, upstream, related, summary, severity, modified] = JSON.parse(text) as [
    string[],
    string[],
    string[],
    string,
    Named | 0,
    string,
  ];
  return { id, aliases, upstream, related, summary, severity: severityOf(severity), modified };
}

function named(severity: NamedSeverity | null): Named | 0 {
  return severity ? [severity.level, severity.score, severity.by] : 0;
}

function severityOf(given: Named | 0 | undefined): NamedSeverity | null {
  return given ? { level: given[0], score: given[1], by: given[2] } : null;
}

/** Without what is nothing at the end. */
function trimmed(list: readonly unknown[]): readonly unknown[] {
  let end = list.length;
  while (end > 0 && list[end - 1] === 0) end--;
  return list.slice(0, end);
}
