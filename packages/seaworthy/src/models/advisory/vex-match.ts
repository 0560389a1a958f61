import { purlParts } from "../package/purl.js";
import type { Advisories, Match } from "./advisory.js";
import type { Covered } from "./ignores.js";
import type { VexDocument, VexProduct, VexStatement } from "./vex.js";

/** How an image is known, to tell whether a statement is about it. */
export interface ImageNames {
  /** Digests of its manifest, index and configuration, `sha256:…`. */
  readonly digests: readonly string[];
  /** As it was named: `ghcr.io/acme/api:1.2`. */
  readonly reference: string;
}

/**
 * Marks what VEX statements take out. Of the statements about one vulnerability of one package the latest counts. A statement about an
 * image holds for the image of that digest, or, where it names none, of that repository and tag.
 */
export function withVex(advisories: Advisories, documents: readonly VexDocument[], image: ImageNames): Covered {
  const statements = documents.flatMap((document) => document.statements);
  const inOrder = [...statements].sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
  const place = new Map(inOrder.map((one, at) => [one, at]));
  const byName = new Map<string, VexStatement[]>();
  for (const statement of inOrder) {
    for (const name of statement.names) byName.set(name.toUpperCase(), [...(byName.get(name.toUpperCase()) ?? []), statement]);
  }
  const matches = advisories.matches.map((match): Match => {
    if (match.ignored) return match;
    const about = new Set([match.id, match.name, ...match.aliases].flatMap((id) => byName.get(id.toUpperCase()) ?? []));
    let last: VexStatement | null = null;
    for (const one of about) {
      const isLater = last === null || (place.get(one) ?? 0) > (place.get(last) ?? 0);
      if (isLater && one.products.some((product) => covers(product, match, image))) last = one;
    }
    if (last?.status !== "not_affected" && last?.status !== "fixed") return match;
    return { ...match, ignored: { reason: last.reason, until: null, by: last.by } };
  });
  return { advisories: { ...advisories, matches }, notes: documents.flatMap(({ problems }) => problems) };
}

function covers(product: VexProduct, match: Match, image: ImageNames): boolean {
  if (isImage(product, image)) return product.parts.length === 0 || product.parts.some((part) => isPackage(part, match));
  return product.parts.length === 0 && isPackage(product, match);
}

/** A digest decides; without one the name must be the image's, and the tag where it is said. */
function isImage({ ids, digests }: VexProduct, { digests: own, reference }: ImageNames): boolean {
  if (digests.length > 0) return digests.some((digest) => own.includes(digest));
  return ids.some((id) => {
    const purl = purlParts(id);
    if (purl && purl.type !== "oci" && purl.type !== "docker") return false;
    const [repository, tag] = split(reference);
    if (!purl) {
      const [named, at] = split(id);
      return named === repository && (at === null || at === tag);
    }
    const from =
      purl.type === "oci" ? (purl.qualifiers.repository_url ?? null) : [purl.namespace, purl.name].filter(Boolean).join("/");
    const at = purl.qualifiers.tag ?? (purl.type === "docker" ? purl.version : null);
    const same = from === null ? repository.split("/").pop() === purl.name : familiar(from) === familiar(repository);
    return same && (at === null || at === tag);
  });
}

/** Repository and tag of a reference. */
function split(reference: string): readonly [string, string | null] {
  const named = reference.replace(/@.*$/s, "");
  const tag = /:([\w][\w.-]*)$/.exec(named)?.[1] ?? null;
  return [familiar(tag === null ? named : named.slice(0, -tag.length - 1)), tag];
}

function familiar(repository: string): string {
  return repository.replace(/^(?:index\.)?docker\.io\//, "").replace(/^library\//, "");
}

/** What a statement's package URL says must hold for the package; what it leaves out holds for any. */
function isPackage({ ids }: VexProduct, { package: one }: Match): boolean {
  const own = purlParts(one.purl);
  return ids.some((id) => {
    const given = purlParts(id);
    if (!given || !own) return id === one.purl;
    if (given.type !== own.type || given.name.toLowerCase() !== own.name.toLowerCase()) return false;
    if (given.namespace !== null && given.namespace.toLowerCase() !== own.namespace?.toLowerCase()) return false;
    if (given.namespace === null && own.namespace !== null && !["deb", "apk", "rpm"].includes(own.type)) return false;
    if (given.version !== null && given.version !== own.version) return false;
    return Object.entries(given.qualifiers).every(
      ([key, value]) => own.qualifiers[key] === undefined || own.qualifiers[key] === value,
    );
  });
}
