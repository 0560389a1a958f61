import { readOsv } from "../models/advisory/osv.js";
import type { AdvisoryLookup, Affected, EcosystemInfo, StoredAdvisory } from "../models/advisory/stored.js";

export interface MemoryDatabase {
  /** Parsed OSV records. */
  readonly records: readonly unknown[];
  /** Ecosystems that the database holds without a record of theirs. */
  readonly empty?: readonly string[];
  readonly date?: string;
  readonly fixture?: boolean;
  /** Known exploited ones; null: the database has no list of them. */
  readonly exploited?: readonly string[] | null;
  readonly epss?: Readonly<Record<string, number>>;
}

/** A database in memory, for the tests of what asks one. */
export function memoryDatabase(given: MemoryDatabase): AdvisoryLookup {
  const rows = new Map<string, Affected[]>();
  const advisories = new Map<string, StoredAdvisory>();
  const releases = new Map<string, Set<string>>((given.empty ?? []).map((name) => [name, new Set([name])]));
  for (const record of given.records) {
    const read = readOsv(record);
    if (!read?.packages) continue;
    for (const { release, ecosystem, name, affected } of read.packages) {
      const key = `${release}\t${name}`;
      rows.set(key, [...(rows.get(key) ?? []), affected]);
      releases.set(ecosystem, (releases.get(ecosystem) ?? new Set()).add(release));
      advisories.set(`${ecosystem}\t${affected.home}\t${read.advisory.id}`, read.advisory);
    }
  }
  const ecosystems = [...releases].map(([name, known]): EcosystemInfo => {
    const date = given.date ?? "2026-11-20";
    return { name, date, advisories: advisories.size, rows: rows.size, malicious: 0, releases: [...known].sort() };
  });
  return {
    info: {
      fixture: given.fixture ?? false,
      ecosystems,
      kev: given.exploited === null ? null : { date: given.date ?? "2026-11-20", count: 0 },
      epss: null,
    },
    affected: (release, name) => rows.get(`${release}\t${name}`) ?? [],
    advisory: (ecosystem, home, id) => advisories.get(`${ecosystem}\t${home}\t${id}`) ?? null,
    exploited: (cve) => (given.exploited ?? []).includes(cve),
    epss: (cve) => given.epss?.[cve] ?? null,
  };
}
