import type { Package } from "../package/package.js";
import { compareOf } from "../versions/compare.js";
import { type Advisories, byWeight, type Match } from "./advisory.js";
import { ecosystemOf, languageEcosystem, normalizedName } from "./ecosystem.js";
import { datesUsed, gapsOfImage, type ImageFacts, listed } from "./gaps.js";
import { type Found, grouped, severityOf } from "./grouped.js";
import { affects } from "./ranges.js";
import { type SystemRelease, systemRelease } from "./release.js";
import type { AdvisoryLookup, StoredAdvisory } from "./stored.js";

/** A question to the database: the releases to look in, a name and the version to hold against what is found. */
interface Query {
  readonly package: Package;
  readonly releases: readonly string[];
  readonly name: string;
  readonly version: string;
}

/**
 * What a database knows of the packages of an image. Packages of a system are judged by their source package and its version, by the
 * advisories of the image's own release; packages of a language that the system owns by the system's alone. What cannot be judged is a
 * gap, never silence.
 */
export function matchPackages(packages: readonly Package[], facts: ImageFacts, lookup: AdvisoryLookup): Advisories {
  const system = systemRelease(facts);
  const plan = planned(packages, system, lookup);
  const found = new Map<Package, Found[]>();
  const unreadable = new Set<string>();
  // In the order of the keys: neighbours lie in the same block of the file.
  for (const query of inKeyOrder(plan.queries)) {
    const hits = hitsOf(query, lookup, unreadable);
    const before = found.get(query.package);
    if (before) before.push(...hits);
    else if (hits.length > 0) found.set(query.package, hits);
  }
  const matches = [...found].flatMap(([one, hits]) => matchesOf(one, hits, lookup)).sort(byWeight);
  const used = [...plan.used];
  const gaps = [
    ...gapsOfImage(packages, facts, system, lookup.info, used),
    ...plan.gaps,
    ...(unreadable.size > 0 ? [`versions that no order can read: ${listed([...unreadable])}`] : []),
  ];
  return { by: "seaworthy's database", date: datesUsed(lookup.info, used), fixture: lookup.info.fixture, matches, gaps };
}

interface Plan {
  readonly queries: readonly Query[];
  /** Ecosystems that were asked. */
  readonly used: ReadonlySet<string>;
  readonly gaps: readonly string[];
}

function planned(packages: readonly Package[], system: ReturnType<typeof systemRelease>, lookup: AdvisoryLookup): Plan {
  const known = new Map(lookup.info.ecosystems.map((one) => [one.name, one.releases]));
  const foreign = new Set(packages.filter((one) => isSystem(one) && one.thirdParty).map(({ name }) => name));
  const ofSystem = "because" in system ? [] : system.releases(known.get(system.ecosystem) ?? []);
  const queries: Query[] = [];
  const used = new Set<string>();
  const missing = new Map<string, number>();
  const unversioned = new Set<string>();
  const strangers = new Set<string>();
  for (const one of packages) {
    const language = languageEcosystem(one.kind);
    if (language === null) {
      if (one.thirdParty) {
        strangers.add(one.name);
        continue;
      }
      if ("because" in system || ofSystem.length === 0) continue;
      used.add(system.ecosystem);
    } else {
      // The distribution's advisories judge what its packages brought.
      if (one.ownedBy !== null && !foreign.has(one.ownedBy)) continue;
      if (!known.has(language)) {
        missing.set(language, (missing.get(language) ?? 0) + 1);
        continue;
      }
      used.add(language);
    }
    if (one.version === "") unversioned.add(one.name);
    else queries.push(...(language === null ? systemQueries(one, ofSystem, system) : [languageQuery(one, language)]));
  }
  const covered = new Set(packages.filter((one) => one.ownedBy !== null && foreign.has(one.ownedBy)).map((one) => one.ownedBy));
  const alone = [...strangers].filter((name) => !covered.has(name));
  return {
    queries,
    used,
    gaps: [
      ...[...missing].map(([ecosystem, count]) => {
        const what = count === 1 ? "1 package is" : `${count} packages are`;
        return `the database has no ${ecosystem}: ${what} not judged (seaworthy db update --ecosystem "${ecosystem}")`;
      }),
      ...(alone.length > 0 ? [`not from the distribution, so in none of its advisories: ${listed(alone)}`] : []),
      ...(unversioned.size > 0 ? [`without a version: ${listed([...unversioned])}`] : []),
    ],
  };
}

function isSystem(one: Package): boolean {
  return languageEcosystem(one.kind) === null;
}

function systemQueries(one: Package, releases: readonly string[], system: ReturnType<typeof systemRelease>): readonly Query[] {
  const source: Query = {
    package: one,
    releases,
    name: one.source?.name ?? one.name,
    version: one.source?.version || one.version,
  };
  const both = (system as SystemRelease).names === "both" && source.name !== one.name;
  return both ? [source, { package: one, releases, name: one.name, version: one.version }] : [source];
}

function languageQuery(one: Package, ecosystem: string): Query {
  return { package: one, releases: [ecosystem], name: normalizedName(ecosystem, one.name), version: one.version };
}

function inKeyOrder(queries: readonly Query[]): readonly Query[] {
  const keyed = queries.map((query) => ({ key: `${query.releases[0]}\t${query.name}`, query }));
  keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1));
  return keyed.map(({ query }) => query);
}

function hitsOf({ package: one, releases, name, version }: Query, lookup: AdvisoryLookup, unreadable: Set<string>): Found[] {
  const hits: Found[] = [];
  for (const release of releases) {
    const ecosystem = ecosystemOf(release);
    const compare = compareOf(ecosystem);
    if (!compare) continue;
    for (const row of lookup.affected(release, name)) {
      const { is, fixedIn } = affects(row, version, compare);
      if (is === "unknown") unreadable.add(`${one.name} ${version}`);
      if (is !== "yes" || isOtherModule(row.ranges, version)) continue;
      hits.push({ row, ecosystem, fixedIn, advisory: lookup.advisory(ecosystem, row.home, row.id) ?? bare(row.id) });
    }
  }
  return hits;
}

/** Builds of a module (`…module+el8…`) and of the plain distribution have versions of their own. */
function isOtherModule(ranges: Found["row"]["ranges"], version: string): boolean {
  const fixes = ranges.flatMap(({ events }) => events.filter(([kind]) => kind === "f"));
  const isModule = /\.module[+_]/;
  return (
    fixes.length > 0 &&
    fixes.some(([, fix]) => isModule.test(fix)) !== isModule.test(version) &&
    /\.el\d/.test(version + fixes[0]?.[1])
  );
}

/** Malicious packages are kept without a text of their own. */
function bare(id: string): StoredAdvisory {
  const malicious = id.startsWith("MAL-");
  return {
    id,
    aliases: [],
    upstream: [],
    related: [],
    summary: malicious ? "malicious package: it was published to do harm" : "",
    severity: malicious ? { level: "critical", score: null, by: "OpenSSF (malicious package)" } : null,
    modified: "",
  };
}

function matchesOf(one: Package, hits: readonly Found[], lookup: AdvisoryLookup): readonly Match[] {
  return grouped(hits).map(({ name, ids, first, all }): Match => {
    const cves = ids.filter((id) => id.startsWith("CVE-"));
    const severity = first.severity ?? all.flatMap((hit) => severityOf(hit) ?? [])[0] ?? elsewhere(ids, all, lookup);
    const epss = cves.flatMap((cve) => lookup.epss(cve) ?? []);
    return {
      id: first.hit.row.id,
      name,
      aliases: ids,
      package: one,
      summary: first.hit.advisory.summary || (all.find(({ advisory }) => advisory.summary !== "")?.advisory.summary ?? ""),
      severity: severity?.level ?? "unknown",
      severityBy: severity?.by ?? "nobody",
      score: severity?.score ?? null,
      fixedIn: first.hit.fixedIn ?? all.find(({ fixedIn }) => fixedIn !== null)?.fixedIn ?? null,
      knownExploited: cves.some((cve) => lookup.exploited(cve)),
      epss: epss.length > 0 ? Math.max(...epss) : null,
      ignored: null,
    };
  });
}

/** Some publishers leave the severity to others: GitHub's record of the same vulnerability of the same package has it. */
function elsewhere(ids: readonly string[], all: readonly Found[], lookup: AdvisoryLookup) {
  for (const id of ids) {
    if (!id.startsWith("GHSA-") || all.some(({ row }) => row.id === id)) continue;
    for (const { ecosystem, row } of all) {
      const severity = lookup.advisory(ecosystem, row.home, id)?.severity;
      if (severity) return { ...severity, by: `${severity.by}, as ${id}` };
    }
  }
  return null;
}
