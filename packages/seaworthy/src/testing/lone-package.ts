import type { Package } from "../models/package/package.js";

/** A package made of a few facts, for the tests of what judges packages. */
export function packageOf(given: Pick<Package, "kind" | "name" | "version"> & Partial<Package>): Package {
  return {
    architecture: null,
    source: null,
    purl: `pkg:${given.kind}/${given.name}@${given.version}`,
    path: `/lib/${given.name}`,
    layer: null,
    licences: [],
    development: null,
    ownedBy: null,
    thirdParty: false,
    ...given,
  };
}
