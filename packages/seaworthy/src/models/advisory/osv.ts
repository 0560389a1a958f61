import { compareOf } from "../versions/compare.js";
import { ecosystemOf, normalizedName, releaseOf } from "./ecosystem.js";
import { type Json, list, object, text } from "./json.js";
import { affects } from "./ranges.js";
import { type ScoreEntry, severityOfScores, severityOfWord } from "./severity.js";
import type { Affected, NamedSeverity, RangeEvent, StoredAdvisory, StoredRange } from "./stored.js";

/** One package that a record speaks of. */
export interface AffectedPackage {
  /** `Debian:12`, `npm`. */
  readonly release: string;
  /** `Debian`, `npm`. */
  readonly ecosystem: string;
  readonly name: string;
  readonly affected: Affected;
}

export interface OsvRecord {
  readonly advisory: StoredAdvisory;
  /** Null: taken back. */
  readonly packages: readonly AffectedPackage[] | null;
}

const LONGEST_SUMMARY = 160;
const LONGEST_ID = 200;
/** A record that names more versions or events than this for one package is no advisory. */
const MOST_VERSIONS = 20_000;

/**
 * What the database keeps of a parsed OSV record (https://ossf.github.io/osv-schema/): packages of ecosystems whose versions can be
 * ordered, the git ranges left out. null: it is no OSV record.
 */
export function readOsv(json: unknown): OsvRecord | null {
  const record = object(json);
  const id = text(record?.id);
  if (!record || !ID.test(id)) return null;
  const scores = scoresOf(record.severity);
  const details = text(record.details);
  const summary = lineOf(text(record.summary) || details);
  const words = object(record.database_specific);
  const advisory: StoredAdvisory = {
    id,
    aliases: ids(record.aliases),
    upstream: ids(record.upstream),
    related: ids(record.related),
    summary,
    severity:
      severityOfScores(scores, id) ??
      severityOfWord(scores.find(({ type }) => type === "Ubuntu")?.score, id) ??
      severityOfWord(words?.severity, id) ??
      severityOfWord(/^(Critical|Important|Moderate|Low): /i.exec(summary)?.[1], id),
    modified: text(record.modified),
  };
  if (text(record.withdrawn) !== "") return { advisory, packages: null };
  return { advisory, packages: withHomes(list(record.affected).flatMap((one) => affectedOf(one, id))) };
}

/** In each ecosystem the text is kept with one package, the first. */
function withHomes(packages: readonly AffectedPackage[]): readonly AffectedPackage[] {
  const homes = new Map<string, string>();
  for (const { ecosystem, name } of packages) if (!homes.has(ecosystem)) homes.set(ecosystem, name);
  return packages.map((one) => ({ ...one, affected: { ...one.affected, home: homes.get(one.ecosystem) ?? one.name } }));
}

/** As ids are published; no separators, no control characters. */
const ID = new RegExp(`^[A-Za-z0-9][A-Za-z0-9._:+-]{1,${LONGEST_ID}}$`);

function affectedOf(json: unknown, id: string): readonly AffectedPackage[] {
  const affected = object(json);
  const named = object(affected?.package);
  const written = text(named?.ecosystem);
  const name = text(named?.name);
  const ecosystem = ecosystemOf(written);
  const compare = compareOf(ecosystem);
  if (!affected || !compare || name === "" || /[\t\n\r]/.test(name + written) || name.length > 500) return [];
  const release = releaseOf(written);
  if (release === null) return [];
  const ranges = list(affected.ranges).flatMap(rangeOf);
  const listed = list(affected.versions)
    .map(text)
    .filter((version) => version !== "" && version.length <= 300);
  if (listed.length > MOST_VERSIONS) return [];
  const versions = listed.filter((version) => affects({ ranges, versions: [] }, version, compare).is !== "yes");
  // Only git ranges: nothing that an installed version can be held against.
  if (ranges.length === 0 && versions.length === 0) return [];
  const own = object(affected.ecosystem_specific);
  const row: Affected = { id, ranges, versions, severity: ownSeverity(affected, own, id), home: "" };
  return [{ release, ecosystem, name: normalizedName(ecosystem, name), affected: row }];
}

function ownSeverity(affected: Json, own: Json | null, id: string): NamedSeverity | null {
  return (
    severityOfScores(scoresOf(affected.severity), id) ??
    severityOfWord(own?.urgency ?? own?.severity ?? object(affected.database_specific)?.severity, id)
  );
}

const EVENTS: readonly (readonly [string, RangeEvent[0]])[] = [
  ["introduced", "i"],
  ["fixed", "f"],
  ["last_affected", "l"],
  ["limit", "m"],
];

function rangeOf(json: unknown): readonly StoredRange[] {
  const range = object(json);
  const type = text(range?.type);
  if (!range || (type !== "SEMVER" && type !== "ECOSYSTEM")) return [];
  const events = list(range.events).flatMap((event) => {
    const given = object(event);
    return EVENTS.flatMap(([key, short]): RangeEvent[] => {
      const version = text(given?.[key]);
      return version === "" || version.length > 300 ? [] : [[short, version]];
    });
  });
  return events.length === 0 || events.length > MOST_VERSIONS ? [] : [{ semantic: type === "SEMVER", events }];
}

function ids(json: unknown): readonly string[] {
  return [...new Set(list(json).map(text))].filter((id) => ID.test(id)).slice(0, 2000);
}

function scoresOf(json: unknown): readonly ScoreEntry[] {
  return list(json).map((entry) => ({ type: text(object(entry)?.type), score: text(object(entry)?.score) }));
}

/** The first line, or the first sentence of a long one, without control characters. */
function lineOf(given: string): string {
  const line =
    given
      .trim()
      .split("\n", 1)[0]
      ?.replace(/\p{Cc}+/gu, " ")
      .trim() ?? "";
  if (line.length <= LONGEST_SUMMARY) return line;
  const sentence = /^.{20,}?[.!?](?= )/.exec(line)?.[0] ?? line;
  return sentence.length <= LONGEST_SUMMARY ? sentence : `${sentence.slice(0, LONGEST_SUMMARY - 1).trimEnd()}…`;
}
