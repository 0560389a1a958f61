import type { OperatingSystem } from "../image/image.js";
import { asList, asObject, asWord } from "../package/json.js";
import { purlParts } from "../package/purl.js";
import { Gathered } from "./gathered.js";
import type { ListedFacts } from "./listed-package.js";
import { type Sbom, SbomError } from "./sbom.js";
import { systemOf } from "./system-of.js";

type Json = Readonly<Record<string, unknown>>;
type Properties = ReadonlyMap<string, string>;

const VERSIONS = /^1\.[2-7]$/;
const MOST = 500_000;
const DEEPEST = 100;

/** A CycloneDX document in JSON, as Trivy, Syft, cdxgen and Seaworthy write it. Throws SbomError. */
export function readCycloneDx(document: Json): Sbom {
  const version = asWord(document.specVersion);
  if (!VERSIONS.test(version)) throw new SbomError(`is CycloneDX ${version || "of no version"}: 1.2 to 1.7 are read`);
  const metadata = asObject(document.metadata) ?? {};
  const root = asObject(metadata.component) ?? {};
  const components = flattened(document.components, metadata.component);
  const os = components.map(systemComponent).find((one) => one !== null) ?? null;
  const gathered = new Gathered(os);
  for (const component of components) {
    const type = asWord(component.type);
    if (component === root || STRUCTURE.has(type)) continue;
    // Applications without a version are the manifests and folders that packages were found in.
    const unnamed = type === "library" || type === "framework" || asWord(component.version) !== "" ? nameOf(component) : "";
    gathered.add(asWord(component.purl), factsOf(component), unnamed);
  }
  const properties = propertiesOf(root);
  return {
    format: `CycloneDX ${version}`,
    subject: properties.get("seaworthy:image:reference") ?? asWord(root.name),
    digest: digestOf(root, properties),
    tool: toolOf(metadata.tools),
    made: /^\d{4}-\d\d-\d\d/.exec(asWord(metadata.timestamp))?.[0] ?? null,
    ...gathered.result(),
  };
}

/** What a document names besides packages. */
const STRUCTURE = new Set(["operating-system", "container", "file", "device", "firmware", "cryptographic-asset", "data"]);

/** All components, those in components too, without recursion: they may be nested as deep as one likes to make them. */
function flattened(...starts: readonly unknown[]): readonly Json[] {
  const all: Json[] = [];
  const open: [list: readonly unknown[], depth: number][] = starts.map((start) => [Array.isArray(start) ? start : [start], 0]);
  for (let next = open.shift(); next; next = open.shift()) {
    const [list, depth] = next;
    for (const one of list) {
      const component = asObject(one);
      if (!component) continue;
      if (all.length === MOST) throw new SbomError(`has more than ${MOST} components`);
      all.push(component);
      if (depth < DEEPEST && Array.isArray(component.components)) open.push([component.components, depth + 1]);
    }
  }
  return all;
}

function nameOf(component: Json): string {
  return asWord(component.name);
}

function systemComponent(component: Json): OperatingSystem | null {
  if (component.type !== "operating-system") return null;
  const properties = propertiesOf(component);
  const id = properties.get("syft:distro:id") ?? nameOf(component);
  const version = properties.get("syft:distro:versionID") ?? asWord(component.version);
  return systemOf(id, version, properties.get("syft:distro:prettyName") ?? asWord(component.description));
}

/** The first of a repeated property counts. */
function propertiesOf(component: Json): Properties {
  const properties = new Map<string, string>();
  for (const entry of asList(component.properties).slice(0, 2000)) {
    const said = asObject(entry);
    const name = asWord(said?.name);
    if (name !== "" && !properties.has(name)) properties.set(name, asWord(said?.value));
  }
  return properties;
}

function factsOf(component: Json): Omit<ListedFacts, "purl" | "parts"> {
  const properties = propertiesOf(component);
  const occurrence = asObject(asList(asObject(component.evidence)?.occurrences)[0]);
  const layer = Number.parseInt(properties.get("seaworthy:package:layer") ?? "", 10);
  const said = properties.get("seaworthy:package:development");
  const group = asWord(component.group);
  return {
    name: group === "" ? nameOf(component) : `${group}/${nameOf(component)}`,
    version: asWord(component.version),
    source: sourceOf(properties),
    licences: licencesOf(component),
    path:
      asWord(occurrence?.location) ||
      properties.get("syft:location:0:path") ||
      properties.get("aquasecurity:trivy:FilePath") ||
      properties.get("SrcFile") ||
      "",
    supplier: asWord(asObject(component.supplier)?.name) || asWord(component.publisher),
    development: said === undefined ? (component.scope === "excluded" ? true : null) : said === "true",
    layer: Number.isSafeInteger(layer) && layer >= 0 ? layer : null,
    ownedBy: properties.get("seaworthy:package:ownedBy") ?? null,
    thirdParty: properties.get("seaworthy:package:thirdParty") === "true",
  };
}

/** The source package in the words of each tool. */
function sourceOf(properties: Properties): ListedFacts["source"] {
  const own = properties.get("seaworthy:package:source:name");
  if (own) return { name: own, version: properties.get("seaworthy:package:source:version") ?? "" };
  const trivy = (field: string) => properties.get(`aquasecurity:trivy:${field}`) ?? "";
  if (trivy("SrcName") !== "") {
    const [version, release, epoch] = [trivy("SrcVersion"), trivy("SrcRelease"), trivy("SrcEpoch")];
    const whole = release === "" ? version : `${version}-${release}`;
    return { name: trivy("SrcName"), version: epoch === "" || epoch === "0" ? whole : `${epoch}:${whole}` };
  }
  return null;
}

function licencesOf(component: Json): readonly string[] {
  return asList(component.licenses)
    .slice(0, 100)
    .map((entry) => {
      const choice = asObject(entry);
      const licence = asObject(choice?.license);
      return asWord(choice?.expression) || asWord(licence?.id) || asWord(licence?.name);
    })
    .filter((text) => text !== "");
}

function digestOf(root: Json, properties: Properties): string {
  const candidates = [
    asWord(root.version),
    purlParts(asWord(root.purl))?.version ?? "",
    properties.get("aquasecurity:trivy:RepoDigest")?.split("@")[1] ?? "",
    properties.get("aquasecurity:trivy:ImageID") ?? "",
    ...asList(root.hashes).map((hash) => (asObject(hash)?.alg === "SHA-256" ? `sha256:${asWord(asObject(hash)?.content)}` : "")),
  ];
  return candidates.find((text) => /^sha256:[0-9a-f]{64}$/.test(text)) ?? "";
}

/** A list up to 1.4, an object with components since. */
function toolOf(tools: unknown): string | null {
  const [first] = [...asList(tools), ...asList(asObject(tools)?.components)].map(asObject);
  const name = asWord(first?.name);
  return name === "" ? null : [name, asWord(first?.version)].filter(Boolean).join(" ");
}
