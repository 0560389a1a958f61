import type { Evidence, EvidenceFrom, Found } from "./evidence.js";

type LayerOf = (path: string, layer: number, evidence: Evidence, found: Found) => number;

/** Databases that name every package of the system: one that a layer's list lacks was not there yet. */
const WHOLE: ReadonlySet<EvidenceFrom> = new Set(["dpkg", "apk", "rpm"]);

/**
 * Tells which layer brought a package in its present version. Databases are written anew by every layer that installs something, and files
 * by one that changes their owner or mode: the answer is the lowest layer of the unbroken run, down from the final form, that says the same.
 */
export function layersOf(evidence: readonly ReadonlyMap<string, Evidence>[]): LayerOf {
  const databases = evidence.map((told) => {
    const versions = new Map<string, Map<string, string>>();
    for (const one of told.values()) {
      if (!WHOLE.has(one.from)) continue;
      const known = versions.get(one.from) ?? new Map<string, string>();
      for (const found of one.packages) known.set(keyOf(found), found.version);
      versions.set(one.from, known);
    }
    return versions;
  });
  return (path, layer, { from }, found) => {
    let since = layer;
    for (let below = layer - 1; below >= 0; below--) {
      if (WHOLE.has(from)) {
        const versions = databases[below]?.get(from);
        if (versions && versions.get(keyOf(found)) !== found.version) break;
        if (versions) since = below;
      } else {
        const there = evidence[below]?.get(path) ?? evidence[below]?.get(path.replace(/^\/usr\//, "/"));
        if (there && !there.packages.some((one) => one.version === found.version && keyOf(one) === keyOf(found))) break;
        if (there) since = below;
      }
    }
    return since;
  };
}

/** Several versions of one name at a time: kernels and keys of RPM alone, whose version is part of what they are. */
function keyOf(found: Found): string {
  const many = found.kind === "rpm" && /^(?:kernel|gpg-pubkey)/.test(found.name);
  return [found.kind, found.name, found.architecture ?? "", found.within ?? "", many ? found.version : ""].join("\0");
}
