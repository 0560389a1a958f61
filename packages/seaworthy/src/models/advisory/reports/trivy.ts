import { type Json, list, number, object, objects, text } from "../json.js";
import { dayOf, digestsIn, matchesOf, type Reported, type ScannerReport } from "./scanner-report.js";

/** A report of `trivy image --format json`; a sentence for one of Trivy's that is of no image; null: it is none of Trivy's. */
export function readTrivy(report: Json): ScannerReport | string | null {
  if (number(report.SchemaVersion) === null || typeof report.ArtifactType !== "string") return null;
  if (report.ArtifactType !== "container_image") return `is of a ${report.ArtifactType.replaceAll("_", " ")}, not of an image`;
  const metadata = object(report.Metadata);
  const diffIds = list(metadata?.DiffIDs).map(text);
  const results = objects(report.Results);
  const reported = results.flatMap((result) =>
    list(result.Vulnerabilities).flatMap((one) => findingOf(object(one), text(result.Type), text(result.Target), diffIds) ?? []),
  );
  const system = object(metadata?.OS);
  const name = `${text(system?.Family)} ${text(system?.Name)}`.trim();
  const version = text(object(report.Trivy)?.Version);
  return {
    advisories: {
      by: `trivy${version === "" ? "" : ` ${version}`}`,
      date: dayOf(text(report.CreatedAt)),
      fixture: false,
      matches: matchesOf(reported),
      gaps: [
        ...(system?.EOSL === true ? [`${name} has had no security updates for some time, says trivy`] : []),
        ...(results.length === 0 ? ["trivy recognised no packages in the image: nothing was compared"] : []),
      ],
    },
    image: { digests: digestsIn([text(metadata?.ImageID), ...list(metadata?.RepoDigests).map(text)]), diffIds },
    tellsExploited: false,
  };
}

function findingOf(one: Json | null, type: string, target: string, diffIds: readonly string[]): Reported | null {
  const id = text(one?.VulnerabilityID);
  if (!one || id === "") return null;
  const source = text(one.SeveritySource);
  const layer = diffIds.indexOf(text(object(one.Layer)?.DiffID));
  return {
    id,
    aliases: list(one.VendorIDs).map(text),
    kind: type,
    name: text(one.PkgName),
    version: text(one.InstalledVersion),
    purl: text(object(one.PkgIdentifier)?.PURL),
    path: text(one.PkgPath) || target,
    source: null,
    layer: layer < 0 ? null : layer,
    summary: text(one.Title) || text(one.Description),
    severity: text(one.Severity),
    severityBy: source === "" ? "trivy" : `${source}, by trivy`,
    score: scoreOf(object(object(one.CVSS)?.[source])),
    fixedIn: text(one.FixedVersion),
    knownExploited: false,
    epss: null,
    ignored: null,
  };
}

function scoreOf(given: Json | null): number | null {
  return number(given?.V40Score) ?? number(given?.V3Score) ?? number(given?.V2Score);
}
