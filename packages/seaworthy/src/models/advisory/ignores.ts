import type { Advisories, Match } from "./advisory.js";
import { listed } from "./gaps.js";

/** What a team decided not to count, with its reason. */
export interface VulnerabilityIgnore {
  /** Ids by any of their names: CVE, GHSA, the record's own. */
  readonly ids: readonly string[];
  /** Names of packages (or their sources), or package URLs without version; null: every package. */
  readonly packages: readonly string[] | null;
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string | null;
  /** Where it stands: `seaworthy.yaml:12`. */
  readonly by: string;
}

export interface Covered {
  readonly advisories: Advisories;
  /** What the owner of the statements should know: expired, unused, not enough. */
  readonly notes: readonly string[];
}

/**
 * Marks what the ignores cover. One that expired covers nothing; one without an end does not cover what is known to be exploited.
 * @param today `YYYY-MM-DD`
 */
export function withIgnores(advisories: Advisories, ignores: readonly VulnerabilityIgnore[], today: string): Covered {
  const notes: string[] = [];
  const used = new Set<VulnerabilityIgnore>();
  const endless = new Map<VulnerabilityIgnore, Set<string>>();
  const matches = advisories.matches.map((match): Match => {
    for (const ignore of ignores) {
      if (!speaksOf(ignore, match)) continue;
      used.add(ignore);
      if (match.ignored || (ignore.until !== null && ignore.until < today)) continue;
      if (match.knownExploited && ignore.until === null) {
        endless.set(ignore, (endless.get(ignore) ?? new Set()).add(match.name));
        continue;
      }
      return { ...match, ignored: { reason: ignore.reason, until: ignore.until, by: ignore.by } };
    }
    return match;
  });
  for (const ignore of ignores) {
    const what = `${ignore.by}: the ignore of ${listed(ignore.ids)}`;
    if (!used.has(ignore)) notes.push(`${what} covers nothing in this image`);
    else if (ignore.until !== null && ignore.until < today) notes.push(`${what} ended on ${ignore.until}`);
    const names = endless.get(ignore);
    if (names) notes.push(`${what} has no end: ${listed([...names])} is known to be exploited, so it needs \`until\``);
  }
  return { advisories: { ...advisories, matches }, notes };
}

function speaksOf({ ids, packages }: VulnerabilityIgnore, match: Match): boolean {
  const named = new Set([match.id, match.name, ...match.aliases].map((id) => id.toUpperCase()));
  if (!ids.some((id) => named.has(id.toUpperCase()))) return false;
  const { name, source, purl } = match.package;
  return (
    packages === null ||
    packages.some((one) => one === name || one === source?.name || (one.startsWith("pkg:") && purlBase(one) === purlBase(purl)))
  );
}

/** A package URL without version and qualifiers. */
function purlBase(purl: string): string {
  return purl.startsWith("pkg:") ? purl.replace(/[?#].*$/s, "").replace(/(?<=\/.*)@[^/]*$/s, "") : "";
}
