import type { ReportedImage, ReportedVulnerability } from "../core/reported-image.js";
import type { Match } from "../models/advisory/advisory.js";
import { type Gate, type GatePolicy, gate, shares } from "../models/advisory/gate.js";
import type { Image } from "../models/image/image.js";

/** Paths of wasted bytes that a report lists. */
const MOST_WASTED = 50;

/** What a report tells of an image besides verdicts: its layers, its packages, and what is known of them. */
export function reportImage(image: Image, policy: GatePolicy): ReportedImage {
  const { platform, waste } = image;
  return {
    reference: image.reference,
    digest: image.digest,
    platform: platformText(platform),
    form: image.form,
    created: image.config.created,
    os: image.os?.prettyName ?? null,
    base: image.base,
    size: image.layers.reduce((sum, { size }) => sum + size, 0),
    bytes: image.files.bytes,
    files: image.files.count,
    layers: image.layers.map((layer) => ({ ...layer, wasted: waste.byLayer[layer.index] ?? 0 })),
    reclaimable: waste.reclaimable,
    wasted: waste.paths.slice(0, MOST_WASTED),
    packages: image.packages.map(({ kind, name, version, purl, path, layer, licences, source }) => ({
      kind,
      name,
      version,
      purl,
      path,
      layer,
      licences,
      source,
    })),
    advisories: image.advisories && {
      by: image.advisories.by,
      date: image.advisories.date,
      fixture: image.advisories.fixture,
      gaps: image.advisories.gaps,
      vulnerabilities: vulnerabilities(image, policy),
    },
    unread: image.unread,
  };
}

export function platformText({ os, architecture, variant }: Image["platform"]): string {
  return [os, architecture, variant].filter(Boolean).join("/");
}

const COUNTS: readonly (keyof Omit<Gate, "is">)[] = ["counted", "unfixed", "undecided", "accepted", "below", "ignored"];

/** In the order of their weight, each with what it means for shipping and whose it is. */
function vulnerabilities(image: Image, policy: GatePolicy): readonly ReportedVulnerability[] {
  const { advisories, base } = image;
  if (!advisories) return [];
  const decided = gate(advisories, policy);
  const standing = new Map(COUNTS.flatMap((list) => decided[list].map((match) => [match, list] as const)));
  const whose = shares(advisories.matches, base);
  const ofBase = new Set(whose.base);
  const ofOurs = new Set(whose.ours);
  return advisories.matches.map((match: Match) => ({
    id: match.id,
    name: match.name,
    aliases: match.aliases,
    package: match.package.name,
    version: match.package.version,
    purl: match.package.purl,
    layer: match.package.layer,
    origin: ofBase.has(match) ? "base" : ofOurs.has(match) ? "ours" : null,
    summary: match.summary,
    severity: match.severity,
    severityBy: match.severityBy,
    score: match.score,
    fixedIn: match.fixedIn,
    knownExploited: match.knownExploited,
    epss: match.epss,
    standing: standing.get(match) ?? "below",
    ignored: match.ignored,
  }));
}
