import type { Package, PackageKind } from "./package.js";

/** A package of an image made of a few facts, for examples and for the tests of rules. */
export function packageOf(kind: PackageKind, name: string, more: Partial<Package> = {}): Package {
  const version = more.version ?? "1.0.0";
  return {
    kind,
    name,
    version,
    architecture: null,
    source: null,
    purl: `pkg:${kind}/${name}@${version}`,
    path: kind === "deb" ? "/var/lib/dpkg/status" : `/app/${name}`,
    layer: null,
    licences: [],
    development: null,
    ownedBy: null,
    thirdParty: false,
    ...more,
  };
}
