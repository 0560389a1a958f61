import type { Severity } from "../../models/advisory/advisory.js";
import type { Affected, NamedSeverity, RangeEvent, StoredAdvisory, StoredRange } from "../../models/advisory/stored.js";

/** The lines of the tables: what is kept of a record, as JSON arrays, whose keys are said once here and not in every line. */

type Named = readonly [Severity, number | null, string];

/** @param name the package's, under which the row stands */
export function rowText({ id, ranges, versions, severity, home }: Affected, name: string): string {
  const short = ranges.map(({ semantic, events }) => [
    ...(semantic ? ["s"] : []),
    ...events.map(([kind, version]) => kind + version),
  ]);
  return JSON.stringify(trimmed([id, short, versions.length > 0 ? versions : 0, named(severity), home === name ? 0 : home]));
}

export function readRow(text: string, name: string): Affected {
  const [id, ranges, versions, severity, home] = JSON.parse(text) as [string, string[][], string[] | 0, Named | 0, string | 0];
  return { id, ranges: ranges.map(rangeOf), versions: versions || [], severity: severityOf(severity), home: home || name };
}

/** The id of a row without reading the rest. */
export function rowId(text: string): string {
  return text.slice(2, text.indexOf('"', 2));
}

function rangeOf(short: readonly string[]): StoredRange {
  const semantic = short[0] === "s";
  return {
    semantic,
    events: (semantic ? short.slice(1) : short).map((event): RangeEvent => [event[0] as RangeEvent[0], event.slice(1)]),
  };
}

export function advisoryText({ aliases, upstream, related, summary, severity, modified }: StoredAdvisory): string {
  return JSON.stringify([aliases, upstream, related, summary, named(severity), modified]);
}

/** The id in a line of advisories, whose key is the package that it is kept with and the id. */
export function advisoryId(line: string): string {
  const end = line.lastIndexOf("\t");
  return line.slice(line.lastIndexOf("\t", end - 1) + 1, end);
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
