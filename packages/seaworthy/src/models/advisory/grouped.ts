import type { Affected, NamedSeverity, StoredAdvisory } from "./stored.js";

/** An advisory that holds for a package. */
export interface Found {
  readonly row: Affected;
  readonly ecosystem: string;
  readonly advisory: StoredAdvisory;
  readonly fixedIn: string | null;
}

/** The advisories of one package that speak of one vulnerability. */
export interface Group {
  /** The CVE, else GitHub's id, else the record's own. */
  readonly name: string;
  readonly ids: readonly string[];
  /** The record that speaks of this vulnerability alone, with a severity if one of them has it. */
  readonly first: { readonly hit: Found; readonly severity: NamedSeverity | null };
  readonly all: readonly Found[];
}

/**
 * Joins the advisories of one package by id, aliases and upstream. An advisory of a distribution that fixes several CVEs together counts
 * once for each of them, and stands behind a record that speaks of that CVE alone.
 */
export function grouped(hits: readonly Found[]): readonly Group[] {
  const [only] = hits;
  if (only && hits.length === 1 && togetherOf(only.advisory).length < 2) return [groupOf(idsOf(only.advisory), hits)];
  const sets = new Sets();
  const single: Found[] = [];
  const several: Found[] = [];
  for (const hit of hits) {
    if (togetherOf(hit.advisory).length > 1) several.push(hit);
    else {
      single.push(hit);
      sets.join(idsOf(hit.advisory));
    }
  }
  for (const hit of several) for (const cve of togetherOf(hit.advisory)) sets.join([cve]);
  const members = new Map<string, Found[]>();
  const put = (key: string, hit: Found): void => {
    const others = members.get(key);
    if (others) others.push(hit);
    else members.set(key, [hit]);
  };
  for (const hit of single) put(sets.of(hit.advisory.id), hit);
  for (const hit of several) for (const cve of togetherOf(hit.advisory)) put(sets.of(cve), hit);
  const idsByRoot = sets.all();
  return [...members].map(([key, all]) => groupOf(idsByRoot.get(key) ?? [], all));
}

function groupOf(ids: readonly string[], all: readonly Found[]): Group {
  let hit: Found | undefined;
  for (const one of all) if (!hit || worth(severityOf(one)) > worth(severityOf(hit))) hit = one;
  if (!hit) throw new Error("a group has a member");
  const own = new Set(ids);
  for (const { advisory } of all) own.add(advisory.id);
  return { name: nameOf(ids, all), ids: [...own].sort(), first: { hit, severity: severityOf(hit) }, all };
}

/** A score is worth more than a word, a word more than nothing. */
function worth(severity: NamedSeverity | null): number {
  return severity === null ? 0 : severity.score === null ? 1 : 2;
}

/**
 * CVSS of the row, then of the record, then the publisher's word; but a publisher who says that there is no danger here at all knows
 * its own builds better than a score of the flaw in general.
 */
export function severityOf({ row, advisory }: Found): NamedSeverity | null {
  if (row.severity?.level === "negligible" && row.severity.score === null) return row.severity;
  if (row.severity?.score != null) return row.severity;
  return advisory.severity?.score != null ? advisory.severity : (row.severity ?? advisory.severity);
}

/** The CVEs that one advisory of a distribution fixes together. */
function togetherOf({ aliases, upstream, related }: StoredAdvisory): readonly string[] {
  const named = upstream.length > 0 ? upstream : aliases.length > 0 ? [] : related;
  return named.filter((id) => id.startsWith("CVE-"));
}

function idsOf({ id, aliases, upstream, related }: StoredAdvisory): readonly string[] {
  const together = upstream.length === 0 && aliases.length === 0 ? related.filter((one) => one.startsWith("CVE-")) : [];
  return [id, ...aliases, ...upstream, ...together];
}

function nameOf(ids: readonly string[], all: readonly Found[]): string {
  return firstOf(ids, "CVE-") ?? firstOf(ids, "GHSA-") ?? all.map(({ advisory }) => advisory.id).sort()[0] ?? "";
}

function firstOf(ids: readonly string[], prefix: string): string | undefined {
  let first: string | undefined;
  for (const id of ids) if (id.startsWith(prefix) && (first === undefined || id < first)) first = id;
  return first;
}

/** Disjoint sets of ids. */
class Sets {
  readonly #above = new Map<string, string>();

  of(id: string): string {
    let root = id;
    for (let up = this.#above.get(root); up !== undefined && up !== root; up = this.#above.get(root)) root = up;
    return root;
  }

  join(ids: readonly string[]): void {
    const [first, ...rest] = ids;
    if (first === undefined) return;
    if (!this.#above.has(first)) this.#above.set(first, first);
    for (const id of rest) {
      if (!this.#above.has(id)) this.#above.set(id, id);
      this.#above.set(this.of(id), this.of(first));
    }
  }

  /** Every set by its root. */
  all(): ReadonlyMap<string, readonly string[]> {
    const sets = new Map<string, string[]>();
    for (const id of this.#above.keys()) {
      const root = this.of(id);
      const set = sets.get(root);
      if (set) set.push(id);
      else sets.set(root, [id]);
    }
    return sets;
  }
}
