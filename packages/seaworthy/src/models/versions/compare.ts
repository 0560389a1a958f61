import { compareAlpine } from "./alpine.js";
import { compareDebian } from "./debian.js";
import { compareMaven } from "./maven.js";
import { comparePackagist } from "./packagist.js";
import { comparePypi } from "./pypi.js";
import { compareRpm } from "./rpm.js";
import { compareRubygems } from "./rubygems.js";
import { compareGo, compareNuget, compareSemantic } from "./semantic.js";

/** Below 0, 0 or above 0; null: one of the two is no version by the scheme's rules, so nothing can be said. */
export type Compare = (a: string, b: string) => number | null;

/** How the versions of an OSV ecosystem are ordered, by its name without the release. */
const BY_ECOSYSTEM: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["npm", compareSemantic],
  ["PyPI", comparePypi],
  ["Go", compareGo],
  ["Maven", compareMaven],
  ["RubyGems", compareRubygems],
  ["Packagist", comparePackagist],
  ["crates.io", compareSemantic],
  ["NuGet", compareNuget],
  ["Bitnami", compareSemantic],
  ["Debian", compareDebian],
  ["Ubuntu", compareDebian],
  ["Alpine", compareAlpine],
  ["Alpaquita", compareAlpine],
  ["BellSoft Hardened Containers", compareAlpine],
  ["Wolfi", compareAlpine],
  ["Chainguard", compareAlpine],
  ["MinimOS", compareAlpine],
  ["Red Hat", compareRpm],
  ["Rocky Linux", compareRpm],
  ["AlmaLinux", compareRpm],
  ["SUSE", compareRpm],
  ["openSUSE", compareRpm],
  ["Azure Linux", compareRpm],
  ["openEuler", compareRpm],
  ["Mageia", compareRpm],
  ["Photon OS", compareRpm],
]);

/** The order of an ecosystem's versions; null for one that is not supported. */
export function compareOf(ecosystem: string): Compare | null {
  const colon = ecosystem.indexOf(":");
  return BY_ECOSYSTEM.get(colon < 0 ? ecosystem : ecosystem.slice(0, colon)) ?? null;
}

const SEMANTIC: ReadonlySet<Compare> = new Set<Compare>([compareSemantic, compareGo, compareNuget]);

/** The order for a range of semantic versions: the ecosystem's own where it is one of their kind. */
export function semanticOrder(own: Compare): Compare {
  return SEMANTIC.has(own) ? own : compareSemantic;
}

/** The ecosystems whose versions can be ordered. */
export const ECOSYSTEMS: readonly string[] = [...BY_ECOSYSTEM.keys()];
