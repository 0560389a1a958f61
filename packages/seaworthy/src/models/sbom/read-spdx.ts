import type { OperatingSystem } from "../image/image.js";
import { asList, asObject, asWord } from "../package/json.js";
import { purlParts } from "../package/purl.js";
import { Gathered } from "./gathered.js";
import type { ListedFacts } from "./listed-package.js";
import { type Sbom, SbomError } from "./sbom.js";
import { systemOf } from "./system-of.js";

type Json = Readonly<Record<string, unknown>>;

const VERSIONS = /^SPDX-2\.[23]$/;
const MOST = 500_000;

/** An SPDX document in JSON, as Syft, BuildKit, Trivy, Microsoft's tool and Seaworthy write it. Throws SbomError. */
export function readSpdx(document: Json): Sbom {
  const version = asWord(document.spdxVersion);
  if (!VERSIONS.test(version)) throw new SbomError(`is ${version || "SPDX of no version"}: SPDX 2.2 and 2.3 are read`);
  const list = asList(document.packages);
  if (list.length > MOST) throw new SbomError(`has more than ${MOST} packages`);
  const packages = list.map(asObject).filter((one) => one !== null);
  const roots = rootsOf(document);
  const root = packages.find((one) => roots.has(asWord(one.SPDXID))) ?? {};
  const os = packages.map(systemPackage).find((one) => one !== null) ?? null;
  const gathered = new Gathered(os);
  for (const one of packages) {
    if (roots.has(asWord(one.SPDXID)) || STRUCTURE.has(asWord(one.primaryPackagePurpose))) continue;
    // Without a version they are the manifests and folders that packages were found in.
    gathered.add(purlOf(one), factsOf(one), asWord(one.versionInfo) === "" ? "" : asWord(one.name));
  }
  const creation = asObject(document.creationInfo);
  const tool = asList(creation?.creators)
    .map(asWord)
    .find((creator) => creator.startsWith("Tool:"));
  return {
    format: version.replace("-", " "),
    subject: asWord(root.name) || asWord(document.name),
    digest: digestOf(root),
    tool: tool
      ? tool
          .slice(5)
          .trim()
          .replace(/-v?(?=\d)/, " ")
      : null,
    made: /^\d{4}-\d\d-\d\d/.exec(asWord(creation?.created))?.[0] ?? null,
    ...gathered.result(),
  };
}

const STRUCTURE = new Set(["OPERATING-SYSTEM", "OPERATING_SYSTEM", "CONTAINER", "DEVICE", "FIRMWARE"]);

/** What the document describes: it is the image, or the folder, not a package in it. */
function rootsOf(document: Json): ReadonlySet<string> {
  const described = asList(document.relationships)
    .map(asObject)
    .filter((one) => one?.spdxElementId === "SPDXRef-DOCUMENT" && one.relationshipType === "DESCRIBES")
    .map((one) => asWord(one?.relatedSpdxElement));
  return new Set([...described, ...asList(document.documentDescribes).map(asWord)]);
}

function purlOf(one: Json): string {
  for (const entry of asList(one.externalRefs).slice(0, 1000)) {
    const reference = asObject(entry);
    if (asWord(reference?.referenceType) === "purl") return asWord(reference?.referenceLocator);
  }
  return "";
}

function systemPackage(one: Json): OperatingSystem | null {
  if (!/^OPERATING[-_]SYSTEM$/.test(asWord(one.primaryPackagePurpose))) return null;
  return systemOf(asWord(one.name), asWord(one.versionInfo), asWord(one.description));
}

function factsOf(one: Json): Omit<ListedFacts, "purl" | "parts"> {
  const licences = [asWord(one.licenseDeclared), asWord(one.licenseConcluded)];
  const licence = licences.find((text) => text !== "" && text !== "NOASSERTION" && text !== "NONE");
  const info = asWord(one.sourceInfo);
  const built = /^built package from: (\S+)(?: (\S+))?$/.exec(info);
  // Trivy and Seaworthy name the source, Syft the files that told of the package.
  const files = /(?:found in|following paths?:|acquired package info from .{1,60}?:) ?(\/[^,]{1,400})/.exec(
    `${info}\n${asWord(one.comment)}`,
  );
  return {
    name: asWord(one.name),
    version: asWord(one.versionInfo),
    source: built ? { name: built[1] ?? "", version: built[2] ?? "" } : null,
    licences: licence ? [licence] : [],
    path: files?.[1]?.trim() ?? "",
    supplier: asWord(one.supplier).replace(/^(?:Organization|Person): /, ""),
    development: null,
    layer: null,
    ownedBy: null,
    thirdParty: false,
  };
}

function digestOf(root: Json): string {
  const sums = asList(root.checksums)
    .map(asObject)
    .filter((one) => one?.algorithm === "SHA256")
    .map((one) => `sha256:${asWord(one?.checksumValue)}`);
  const candidates = [asWord(root.versionInfo), purlParts(purlOf(root))?.version ?? "", ...sums];
  return candidates.find((text) => /^sha256:[0-9a-f]{64}$/.test(text)) ?? "";
}
