import { isLicenseExpression } from "../../knowledge/spdx.js";
import type { Match, Severity } from "../advisory/advisory.js";
import type { Package } from "../package/package.js";
import { isOfSystem, type SbomImage, type SbomStamp, sbomSubject } from "./subject.js";

type Json = Readonly<Record<string, unknown>>;

const ROOT = "image";
const SYSTEM = "operating-system";

/**
 * The image as a CycloneDX 1.6 document: the image is what it describes, the system and the packages are its components, each with where it
 * was found and the layer that brought it; what a database said of them are its vulnerabilities. Ready for JSON.stringify.
 */
export function cycloneDx(image: SbomImage, stamp: SbomStamp): Json {
  const subject = sbomSubject(image, stamp);
  const { refs } = subject;
  const { os } = image;
  const system = image.packages.flatMap((one, i) => (isOfSystem(one) ? [refs[i] ?? ""] : []));
  const others = image.packages.flatMap((one, i) => (isOfSystem(one) ? [] : [refs[i] ?? ""]));
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuid(subject.id)}`,
    version: 1,
    metadata: {
      timestamp: subject.created,
      tools: { components: [{ type: "application", name: "seaworthy", version: stamp.version }] },
      component: {
        type: "container",
        "bom-ref": ROOT,
        name: subject.name,
        ...(subject.version !== null && { version: subject.version }),
        ...hashes(image.digest),
        ...(subject.purl !== null && { purl: subject.purl }),
        properties: imageProperties(image),
      },
      ...(image.advisories?.fixture && { properties: [property("database", "fixture database, not a proof")] }),
    },
    components: [
      ...(os
        ? [
            {
              type: "operating-system",
              "bom-ref": SYSTEM,
              name: os.id,
              ...(os.versionId !== null && { version: os.versionId }),
              ...(os.prettyName !== "" && { description: os.prettyName }),
            },
          ]
        : []),
      ...image.packages.map((one, i) => component(one, refs[i] ?? "", image)),
    ],
    dependencies: [
      { ref: ROOT, dependsOn: [...(os ? [SYSTEM] : system), ...others] },
      ...(os ? [{ ref: SYSTEM, dependsOn: system }] : []),
    ],
    compositions: [{ aggregate: image.unread.length > 0 ? "incomplete" : "unknown", assemblies: [ROOT] }],
    ...(image.advisories && { vulnerabilities: vulnerabilities(image, refs) }),
  };
}

/** A UUID of version 8, whose bits mean what its maker says. */
function uuid(id: string): string {
  const digits = `${id.slice(0, 12)}8${id.slice(13, 16)}8${id.slice(17)}`;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
}

function property(name: string, value: string | number): Json {
  return { name: `seaworthy:${name}`, value: String(value) };
}

function hashes(digest: string): Json {
  const [algorithm, content] = digest.split(":");
  return algorithm === "sha256" && content ? { hashes: [{ alg: "SHA-256", content }] } : {};
}

function imageProperties(image: SbomImage): readonly Json[] {
  const { os, architecture, variant } = image.platform;
  return [
    property("image:reference", image.reference),
    property("image:platform", [os, architecture, ...(variant === null ? [] : [variant])].join("/")),
    ...image.layers.flatMap(({ index, diffId, digest, size }) => [
      property(`layer:${index}:diffId`, diffId),
      ...(digest === null ? [] : [property(`layer:${index}:digest`, digest)]),
      property(`layer:${index}:size`, size),
    ]),
    ...image.unread.map(({ layer, path, because }) => property("unread", `${path ?? `layer ${layer}`}: ${because}`)),
  ];
}

function component(one: Package, ref: string, image: SbomImage): Json {
  const cut =
    one.kind === "maven" ? one.name.indexOf(":") : one.kind === "npm" || one.kind === "composer" ? one.name.indexOf("/") : -1;
  const layer = one.layer === null ? undefined : image.layers[one.layer];
  return {
    type: one.kind === "binary" ? "application" : "library",
    "bom-ref": ref,
    ...(cut > 0 && { group: one.name.slice(0, cut) }),
    name: one.name.slice(cut + 1),
    version: one.version,
    ...(one.development === true && { scope: "excluded" }),
    ...licences(one.licences),
    purl: one.purl,
    properties: [
      property("package:kind", one.kind),
      ...(one.source
        ? [property("package:source:name", one.source.name), property("package:source:version", one.source.version)]
        : []),
      ...(one.layer === null ? [] : [property("package:layer", one.layer)]),
      ...(layer ? [property("package:layer:diffId", layer.diffId)] : []),
      ...(one.development === null ? [] : [property("package:development", String(one.development))]),
      ...(one.ownedBy === null ? [] : [property("package:ownedBy", one.ownedBy)]),
      ...(one.thirdParty ? [property("package:thirdParty", "true")] : []),
    ],
    ...(one.path !== "" && { evidence: { occurrences: [{ location: one.path }] } }),
  };
}

/** One expression, or names: an id must be of the list that the specification froze, so that a name is the safer writing. */
function licences(list: readonly string[]): Json {
  const [only = ""] = list;
  if (list.length === 0) return {};
  if (list.length === 1 && isLicenseExpression(only)) return { licenses: [{ expression: only }] };
  return { licenses: list.map((name) => ({ license: { name } })) };
}

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "critical",
  high: "high",
  medium: "medium",
  low: "low",
  negligible: "info",
  unknown: "unknown",
};

/** One entry for what one id means, with all packages that it affects. */
function vulnerabilities(image: SbomImage, refs: readonly string[]): readonly Json[] {
  const refOf = new Map(image.packages.map((one, i) => [one, refs[i] ?? ""]));
  const byName = new Map<string, Match[]>();
  for (const match of image.advisories?.matches ?? []) {
    byName.set(match.name, [...(byName.get(match.name) ?? []), match]);
  }
  return [...byName].map(([name, matches]): Json => {
    const [first] = matches as [Match];
    const fixes = [...new Set(matches.flatMap((one) => (one.fixedIn === null ? [] : [`${one.package.name} ${one.fixedIn}`])))];
    const ignored = matches.every((one) => one.ignored !== null) ? first.ignored : null;
    const aliases = [...new Set(matches.flatMap((one) => [one.id, ...one.aliases]))].filter((id) => id !== name).sort();
    return {
      id: name,
      ...(aliases.length > 0 && { references: aliases.map((id) => ({ id, source: {} })) }),
      ratings: [
        {
          source: { name: first.severityBy },
          ...(first.score !== null && { score: first.score }),
          severity: SEVERITIES[first.severity],
        },
      ],
      ...(first.summary !== "" && { description: first.summary }),
      ...(fixes.length > 0 && { recommendation: `Update to ${fixes.join(", ")}` }),
      ...(ignored && { analysis: { state: "not_affected", detail: ignored.reason } }),
      affects: [...new Set(matches.map((one) => refOf.get(one.package) ?? ""))].filter(Boolean).map((ref) => ({ ref })),
      properties: [
        property("vulnerability:knownExploited", String(matches.some((one) => one.knownExploited))),
        ...(first.epss === null ? [] : [property("vulnerability:epss", first.epss)]),
      ],
    };
  });
}
