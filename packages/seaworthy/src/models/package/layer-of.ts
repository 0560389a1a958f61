import type { Evidence, EvidenceFrom, Found } from "./evidence.js";

/** What a file of a layer tells. */
export interface LayerEvidence {
  /** Absolute, as the layer spells it; links of folders followed where it is about the final file system. */
  readonly path: string;
  readonly layer: number;
  readonly hiddenBy: number | null;
  readonly evidence: Evidence;
}

type LayerOf = (final: LayerEvidence, found: Found) => number;

/** Databases that name every package of the system: one that a layer's list lacks was not there yet. */
const WHOLE: ReadonlySet<EvidenceFrom> = new Set(["dpkg", "apk", "rpm"]);

/**
 * Tells which layer brought a package in its present version. Databases are written anew by every layer that installs something, and files
 * by one that changes their owner or mode: the answer is the lowest layer of the unbroken run, down from the final form, that says the same.
 */
export function layersOf(all: readonly LayerEvidence[]): LayerOf {
  const databases = new Map<string, Map<string, string>>();
  const files = new Map<string, Evidence>();
  for (const { path, layer, evidence } of all) {
    files.set(`${layer} ${path}`, evidence);
    if (!WHOLE.has(evidence.from)) continue;
    const versions = databases.get(`${layer} ${evidence.from}`) ?? new Map<string, string>();
    for (const found of evidence.packages) versions.set(keyOf(found), found.version);
    databases.set(`${layer} ${evidence.from}`, versions);
  }
  return ({ path, layer, evidence: { from } }, found) => {
    const key = keyOf(found);
    let since = layer;
    for (let below = layer - 1; below >= 0; below--) {
      if (WHOLE.has(from)) {
        const versions = databases.get(`${below} ${from}`);
        if (versions && versions.get(key) !== found.version) break;
        if (versions) since = below;
      } else {
        const there = files.get(`${below} ${path}`) ?? files.get(`${below} ${path.replace(/^\/usr\//, "/")}`);
        if (there && !there.packages.some((one) => one.version === found.version && keyOf(one) === key)) break;
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
