import { type Json, list, number, object, objects, text } from "../json.js";
import { dayOf, digestsIn, matchesOf, type Reported, type ScannerReport } from "./scanner-report.js";

/** A report of `grype -o json`; a sentence for one of Grype's that is of no image; null: it is none of Grype's. */
export function readGrype(report: Json): ScannerReport | string | null {
  const descriptor = object(report.descriptor);
  if (!Array.isArray(report.matches) || text(descriptor?.name) !== "grype") return null;
  const source = object(report.source);
  const type = text(source?.type);
  if (type !== "image") return `is of a ${type === "" ? "source that it does not name" : type}, not of an image`;
  const target = object(source?.target);
  const diffIds = list(target?.layers).map((layer) => text(object(layer)?.digest));
  const reported = report.matches.flatMap((match) => findingOf(object(match), diffIds) ?? []);
  const database = object(descriptor?.db);
  const built = text(object(database?.status)?.built) || text(database?.built);
  return {
    advisories: {
      by: `grype ${text(descriptor?.version)}`.trim(),
      date: dayOf(built) ?? dayOf(text(descriptor?.timestamp)),
      fixture: false,
      matches: matchesOf(reported),
      gaps: alertsOf(report),
    },
    image: {
      digests: digestsIn([text(target?.imageID), text(target?.manifestDigest), ...list(target?.repoDigests).map(text)]),
      diffIds,
    },
    // Field and catalogue came with the sixth schema of its database; before, nothing is said of it.
    tellsExploited: object(database?.status) !== null,
  };
}

function findingOf(match: Json | null, diffIds: readonly string[]): Reported | null {
  const vulnerability = object(match?.vulnerability);
  const artifact = object(match?.artifact);
  const id = text(vulnerability?.id);
  if (!match || !vulnerability || !artifact || id === "") return null;
  const related = objects(match.relatedVulnerabilities);
  const all = [vulnerability, ...related];
  const place = object(list(artifact.locations)[0]);
  const layer = diffIds.indexOf(text(place?.layerID));
  const upstream = object(list(artifact.upstreams)[0]);
  const epss = all.flatMap((one) => list(one.epss)).flatMap((one) => number(object(one)?.epss) ?? []);
  const scores = all.flatMap((one) => list(one.cvss)).flatMap((one) => number(object(object(one)?.metrics)?.baseScore) ?? []);
  return {
    id,
    aliases: related.map((one) => text(one.id)),
    kind: text(artifact.type),
    name: text(artifact.name),
    version: text(artifact.version),
    purl: text(artifact.purl),
    path: text(place?.path),
    source: upstream ? { name: text(upstream.name), version: text(upstream.version) || text(artifact.version) } : null,
    layer: layer < 0 ? null : layer,
    summary: text(vulnerability.description) || text(related[0]?.description),
    severity: text(vulnerability.severity),
    severityBy: `${text(vulnerability.namespace) || "grype"}, by grype`,
    score: scores[0] ?? null,
    fixedIn: list(object(vulnerability.fix)?.versions).map(text).join(", "),
    knownExploited: all.some((one) => list(one.knownExploited).length > 0),
    epss: epss.length > 0 ? Math.max(...epss) : null,
    ignored: null,
  };
}

/** Grype says of packages whose system is over or unknown that it could not judge them well. */
function alertsOf(report: Json): readonly string[] {
  const types = new Map<string, number>();
  for (const entry of list(report.alertsByPackage)) {
    for (const alert of list(object(entry)?.alerts)) {
      const type = text(object(alert)?.type);
      if (type !== "") types.set(type, (types.get(type) ?? 0) + 1);
    }
  }
  return [...types].sort().map(([type, count]) => `grype's alert ${type} on ${count === 1 ? "1 package" : `${count} packages`}`);
}
