import { isForeignRpm, thirdParty } from "../../knowledge/third-parties.js";
import type { OperatingSystem } from "../image/image.js";
import type { Package, PackageKind } from "../package/package.js";
import type { PurlParts } from "../package/purl.js";

/** What an entry of an SBOM says besides its package URL. Empty texts where it does not. */
export interface ListedFacts {
  readonly purl: string;
  readonly parts: PurlParts;
  readonly name: string;
  readonly version: string;
  readonly source: { readonly name: string; readonly version: string } | null;
  readonly licences: readonly string[];
  readonly path: string;
  readonly supplier: string;
  readonly development: boolean | null;
  readonly layer: number | null;
  readonly ownedBy: string | null;
  readonly thirdParty: boolean;
}

const KINDS: Readonly<Record<string, PackageKind>> = Object.assign(Object.create(null), {
  deb: "deb",
  apk: "apk",
  rpm: "rpm",
  npm: "npm",
  pypi: "pypi",
  golang: "golang",
  maven: "maven",
  gem: "gem",
  composer: "composer",
  cargo: "cargo",
  nuget: "nuget",
  generic: "binary",
  bitnami: "binary",
});

/** The kind of package that a type of package URL stands for; null: no advisories are compared for it. */
export function kindOf(type: string): PackageKind | null {
  return KINDS[type] ?? null;
}

/** An entry as a package; null: it says no version. */
export function listedPackage(facts: ListedFacts, kind: PackageKind, os: OperatingSystem | null): Package | null {
  const { parts } = facts;
  const { epoch = "", arch, upstream = "" } = parts.qualifiers;
  const system = kind === "deb" || kind === "apk" || kind === "rpm";
  const said = parts.version || facts.version;
  // The epoch is part of the version for who compares it, and a qualifier for who writes a URL.
  const version = system && /^[1-9]\d*$/.test(epoch) && !/^\d+:/.test(said) ? `${epoch}:${said}` : said;
  if (version === "") return null;
  const name = nameOf(kind, facts);
  const source = facts.source ?? sourceOf(upstream, version);
  return {
    kind,
    name,
    version,
    architecture: arch || null,
    source: source && (source.name !== name || source.version !== version) ? source : null,
    purl: facts.purl,
    path: facts.path,
    layer: facts.layer,
    licences: facts.licences,
    development: facts.development,
    ownedBy: facts.ownedBy,
    thirdParty:
      facts.thirdParty ||
      (kind === "deb" && thirdParty(facts.supplier, "", version) !== null) ||
      (kind === "rpm" && isForeignRpm(os?.id ?? "", facts.supplier)),
  };
}

function nameOf(kind: PackageKind, { parts, name }: ListedFacts): string {
  const { namespace } = parts;
  if (kind === "maven") return namespace === null ? parts.name : `${namespace}:${parts.name}`;
  if (kind !== "npm" && kind !== "golang" && kind !== "composer") return parts.name;
  const whole = namespace === null ? parts.name : `${namespace}/${parts.name}`;
  // URLs of Go are in lower case, modules are not: the entry's own name tells.
  return name.toLowerCase() === whole.toLowerCase() ? name : whole;
}

/** Syft's qualifier: a name, a name and a version, or the file of a source RPM. */
function sourceOf(upstream: string, version: string): ListedFacts["source"] {
  if (upstream === "") return null;
  const [, rpmName, rpmVersion] = /^(.+)-([^-]+-[^-]+)\.(?:src|nosrc)\.rpm$/.exec(upstream) ?? [];
  if (rpmName && rpmVersion) {
    const epoch = /^\d+:/.exec(version)?.[0] ?? "";
    return { name: rpmName, version: `${epoch}${rpmVersion}` };
  }
  const at = upstream.lastIndexOf("@");
  return at > 0 ? { name: upstream.slice(0, at), version: upstream.slice(at + 1) } : { name: upstream, version };
}
