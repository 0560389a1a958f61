import { fingerprint } from "../../core/fingerprint.js";
import { isLicenseExpression } from "../../knowledge/spdx.js";
import type { Package } from "../package/package.js";
import { isOfSystem, type SbomImage, type SbomStamp, sbomSubject } from "./subject.js";

type Json = Readonly<Record<string, unknown>>;

const DOCUMENT = "SPDXRef-DOCUMENT";
const IMAGE = "SPDXRef-Image";
const SYSTEM = "SPDXRef-OperatingSystem";
const NOTHING = "NOASSERTION";

/**
 * The image as an SPDX 2.3 document: it describes one package, the image, which contains the system and the packages. Licences that are no
 * expressions of SPDX become references with their text. Ready for JSON.stringify.
 */
export function spdx(image: SbomImage, stamp: SbomStamp): Json {
  const subject = sbomSubject(image, stamp);
  const { os } = image;
  const extracted = new Map<string, Json>();
  const ids = image.packages.map((one, i) => spdxId(one, subject.refs[i] ?? ""));
  const [, digest] = image.digest.split(":");
  const layers = image.layers.map(
    ({ index, diffId, digest: stored }) => `layer ${index}: ${diffId}${stored ? ` stored as ${stored}` : ""}`,
  );
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: DOCUMENT,
    name: subject.name,
    documentNamespace: `https://spdx.org/spdxdocs/${encodeURIComponent(subject.name)}-${subject.id}`,
    creationInfo: { created: subject.created, creators: [`Tool: seaworthy-${stamp.version}`] },
    ...(image.advisories?.fixture && { comment: "fixture database, not a proof" }),
    packages: [
      {
        SPDXID: IMAGE,
        name: subject.name,
        ...(subject.version !== null && { versionInfo: subject.version }),
        ...common,
        licenseDeclared: NOTHING,
        primaryPackagePurpose: "CONTAINER",
        ...(digest && { checksums: [{ algorithm: "SHA256", checksumValue: digest }] }),
        ...(subject.purl !== null && { externalRefs: [purlRef(subject.purl)] }),
        ...(layers.length > 0 && { comment: layers.join("\n") }),
      },
      ...(os
        ? [
            {
              SPDXID: SYSTEM,
              name: os.id,
              ...(os.versionId !== null && { versionInfo: os.versionId }),
              ...common,
              licenseDeclared: NOTHING,
              ...(os.prettyName !== "" && { description: os.prettyName }),
              primaryPackagePurpose: "OPERATING_SYSTEM",
            },
          ]
        : []),
      ...image.packages.map((one, i) => packageOf(one, ids[i] ?? "", extracted)),
    ],
    ...(extracted.size > 0 && { hasExtractedLicensingInfos: [...extracted.values()] }),
    relationships: [
      relation(DOCUMENT, "DESCRIBES", IMAGE),
      ...(os ? [relation(IMAGE, "CONTAINS", SYSTEM)] : []),
      ...image.packages.map((one, i) => relation(os && isOfSystem(one) ? SYSTEM : IMAGE, "CONTAINS", ids[i] ?? "")),
    ],
  };
}

const common = {
  supplier: NOTHING,
  downloadLocation: NOTHING,
  filesAnalyzed: false,
  licenseConcluded: NOTHING,
  copyrightText: NOTHING,
};

function packageOf(one: Package, id: string, extracted: Map<string, Json>): Json {
  const { source } = one;
  return {
    SPDXID: id,
    name: one.name,
    versionInfo: one.version,
    ...common,
    licenseDeclared: declared(one.licences, extracted),
    primaryPackagePurpose: one.kind === "binary" ? "APPLICATION" : "LIBRARY",
    ...(source && { sourceInfo: `built package from: ${source.name} ${source.version}` }),
    externalRefs: [purlRef(one.purl)],
    ...(one.path !== "" && { comment: `found in ${one.path}${one.layer === null ? "" : `, brought by layer ${one.layer}`}` }),
  };
}

function purlRef(purl: string): Json {
  return { referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: purl };
}

function relation(from: string, type: string, to: string): Json {
  return { spdxElementId: from, relationshipType: type, relatedSpdxElement: to };
}

/** Letters, digits, dots and dashes alone may be in an id; what is unique besides them is in its fingerprint. */
function spdxId({ kind, name }: Package, ref: string): string {
  return `SPDXRef-Package-${kind}-${name.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 100)}-${fingerprint(ref)}`;
}

function declared(licences: readonly string[], extracted: Map<string, Json>): string {
  const parts = licences.map((text) => {
    if (isLicenseExpression(text)) return licences.length > 1 && text.includes(" ") ? `(${text})` : text;
    const id = `LicenseRef-${text.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 60)}-${fingerprint(text)}`;
    extracted.set(id, { licenseId: id, extractedText: text, name: text });
    return id;
  });
  return parts.length > 0 ? parts.join(" AND ") : NOTHING;
}
