import { isForeignRpm } from "../../knowledge/third-parties.js";
import type { ImageRead } from "../image/assemble.js";
import type { Unread } from "../image/image.js";
import type { Evidence, EvidenceFrom, Found } from "./evidence.js";
import { type LayerEvidence, layersOf } from "./layer-of.js";
import { npmDevelopment } from "./npm-development.js";
import type { Package } from "./package.js";
import { packagePurl } from "./package-purl.js";
import { PACKAGES } from "./package-watcher.js";
import { unreadDatabases } from "./unread-databases.js";

/** An image as far as a catalogue needs it; `found` gives what `packageWatcher` read out of its layers. */
export type CataloguedImage = Pick<ImageRead, "files" | "os" | "form" | "found">;

export interface Catalogue {
  /** Sorted by kind, name, version and path. */
  readonly packages: readonly Package[];
  /** Why the list may be short: databases, manifests and archives that could not be read. */
  readonly unread: readonly Unread[];
  /** Programs that do not tell what they are made of (packed, stripped of their build information): one sentence each. */
  readonly untold: readonly string[];
}

/** They tell of the packages of other files. */
const NOTES: ReadonlySet<EvidenceFrom> = new Set(["dpkg-files", "dpkg-licences", "npm-app", "npm-lock"]);
const SYSTEM: ReadonlySet<EvidenceFrom> = new Set(["dpkg", "dpkg-part", "apk", "rpm"]);

/** All packages of the final file system, each with the layer that brought it in its present version. */
export function catalogue(image: CataloguedImage): Catalogue {
  const all = image.found(PACKAGES).map((one): LayerEvidence => ({ ...one, evidence: one.value as unknown as Evidence }));
  const finals = finalEvidence(image, all);
  const layerOf = layersOf(all);
  const owners = ownersOf(finals);
  const licences = new Map(
    finals.map(({ path, evidence }) => [path, evidence.from === "dpkg-licences" ? evidence.packages[0]?.licences : []]),
  );
  // The folder of a package's documentation may be a link to that of another of the same source.
  const licencesOf = (name: string) => licences.get(image.files.resolve(`/usr/share/doc/${name}/copyright`)?.path ?? "") ?? [];
  const development = npmDevelopment(finals, image.files);
  const foreign = new Set<string>();
  const packages = new Map<string, Package>();
  const add = (final: LayerEvidence, found: Found, ownedBy: string | null) => {
    const path = found.within === undefined ? final.path : `${final.path}!/${found.within}`;
    const thirdParty = found.vendor !== undefined && (found.kind !== "rpm" || isForeignRpm(image.os?.id ?? "", found.vendor));
    if (thirdParty) foreign.add(found.name);
    const one: Package = {
      kind: found.kind,
      name: found.name,
      version: found.version,
      architecture: found.architecture ?? null,
      source: found.source ?? null,
      purl: packagePurl(found, image.os),
      path,
      layer: image.form === "rootfs" ? null : layerOf(final, found),
      licences: found.licences ?? (found.kind === "deb" ? licencesOf(found.name) : []),
      development: found.development ?? development.get(final.path) ?? null,
      ownedBy,
      thirdParty,
    };
    packages.set([one.kind, one.name, one.version, one.architecture ?? "", path].join("\0"), one);
  };

  for (const final of finals) {
    if (SYSTEM.has(final.evidence.from)) for (const found of final.evidence.packages) add(final, found, null);
  }
  const unread: Unread[] = [];
  const untold: string[] = [];
  for (const final of finals) {
    const { path, evidence } = final;
    const owner = owners.get(path) ?? owners.get(withoutUsr(path)) ?? null;
    // The distribution speaks of what is in its own packages alone.
    const ownedBy = owner !== null && !foreign.has(owner) ? owner : null;
    if (evidence.gap !== undefined && ownedBy === null) {
      if (evidence.from === "program") untold.push(`${path}: ${evidence.gap}`);
      else unread.push({ layer: image.form === "rootfs" ? null : final.layer, path, because: evidence.gap });
    }
    if (SYSTEM.has(final.evidence.from) || NOTES.has(final.evidence.from)) continue;
    for (const found of final.evidence.packages) {
      if (found.kind !== "binary" || ownedBy === null) add(final, found, ownedBy);
    }
  }
  return {
    packages: [...packages.values()].sort(byKindAndName),
    unread: [...unread, ...unreadDatabases(image.files, image.os, new Set(finals.map(({ evidence }) => evidence.from)))],
    untold,
  };
}

/** The evidence of the files of the final file system, by their final paths. */
function finalEvidence({ files }: CataloguedImage, all: readonly LayerEvidence[]): readonly LayerEvidence[] {
  const finals = new Map<string, LayerEvidence>();
  for (const one of all) {
    const path = one.hiddenBy === null ? files.entry(one.path)?.path : undefined;
    if (path !== undefined) finals.set(path, path === one.path ? one : { ...one, path });
  }
  return [...finals.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function ownersOf(finals: readonly LayerEvidence[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  // The files of status.d may bear other names than their packages.
  const parts = new Map(
    finals.map(({ path, evidence }) => [path, evidence.from === "dpkg-part" ? evidence.packages[0]?.name : undefined]),
  );
  for (const { path, evidence } of finals) {
    for (const [owner, ...paths] of evidence.owns ?? []) {
      const name = parts.get(path.replace(/\.md5sums$/, "")) ?? owner;
      for (const one of paths) owners.set(one, name);
    }
  }
  return owners;
}

/** Lists of packages spell `/bin/x` also where /bin is a link to /usr/bin by now. */
function withoutUsr(path: string): string {
  return path.startsWith("/usr/") ? path.slice(4) : path;
}

function byKindAndName(a: Package, b: Package): number {
  for (const [left, right] of [
    [a.kind, b.kind],
    [a.name, b.name],
    [a.version, b.version],
    [a.path, b.path],
    [a.architecture ?? "", b.architecture ?? ""],
  ] as const) {
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
