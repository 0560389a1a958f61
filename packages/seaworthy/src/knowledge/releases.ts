import { CODENAMES } from "./base-os.js";
import { tagParts } from "./base-tags.js";
import { baseFacts, familiarName } from "./bases.js";
import { END_OF_LIFE, endOfLife, type Product } from "./end-of-life.js";

export type { Product } from "./end-of-life.js";

/** Releases of a product, the newest first by number. */
export function productReleases(product: Product): readonly string[] {
  return END_OF_LIFE[product]
    .split("; ")
    .map((entry) => entry.split(" ")[0] ?? "")
    .sort((a, b) => compare(b, a));
}

function compare(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Releases that are made for a short time: odd numbers of Node, everything of Ubuntu but the April of an even year. */
function isShortLived(product: Product, release: string): boolean {
  if (product === "node") return Number(release) % 2 === 1;
  if (product === "ubuntu") return !/^\d*[02468]\.04$/.test(release);
  if (product === "temurin" || product === "corretto") return !/^(?:8|11|17|21|25)$/.test(release);
  return false;
}

export function isSupported(product: Product, release: string, day: string): boolean {
  return endOfLife(product, release, day)?.ended === false;
}

/** The newest release that is supported for long; null where the table has none. */
export function newestRelease(product: Product, today: string): string | null {
  return (
    productReleases(product).find((release) => !isShortLived(product, release) && isSupported(product, release, today)) ?? null
  );
}

/**
 * The nearest later release with a year of fixes before it, else the newest that has any: the smallest step that does not have to be taken again soon.
 */
export function nextRelease(product: Product, version: string, today: string): string | null {
  const number = CODENAMES.get(version)?.[1] ?? version;
  const later = productReleases(product)
    .filter((release) => compare(release, number) > 0 && !isShortLived(product, release))
    .reverse();
  const year = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  return (
    later.find((release) => isSupported(product, release, year)) ??
    later.findLast((release) => isSupported(product, release, today)) ??
    null
  );
}

/** The product whose version is the number that a tag of an image begins with. */
const BY_IMAGE: ReadonlyMap<string, Product> = new Map<string, Product>([
  ["node", "node"],
  ["python", "python"],
  ["golang", "go"],
  ["ruby", "ruby"],
  ["php", "php"],
  ["perl", "perl"],
  ["debian", "debian"],
  ["ubuntu", "ubuntu"],
  ["alpine", "alpine"],
  ["eclipse-temurin", "temurin"],
  ["amazoncorretto", "corretto"],
  ["postgres", "postgres"],
  ["redis", "redis"],
  ["valkey/valkey", "valkey"],
  ["nginx", "nginx"],
  ["nginxinc/nginx-unprivileged", "nginx"],
  ["mysql", "mysql"],
  ["mariadb", "mariadb"],
  ["mongo", "mongo"],
  ["rabbitmq", "rabbitmq"],
  ["haproxy", "haproxy"],
  ["traefik", "traefik"],
  ["httpd", "httpd"],
  ["elixir", "elixir"],
  ["erlang", "erlang"],
]);

/**
 * The newest minor of each line of Node: an exact tag of it is published. Other products here are named by two numbers, or have one number only.
 * Source: the published versions of the runtime; as of 2026-11-23.
 */
const NODE_MINORS: ReadonlyMap<string, string> = new Map([
  ["22", "22.23"],
  ["24", "24.21"],
  ["26", "26.10"],
]);

function withMinor(product: Product, release: string): string {
  return product === "node" ? (NODE_MINORS.get(release) ?? release) : release;
}

export interface Named {
  readonly name: string;
  readonly tag: string | null;
}

export function productOfImage({ name }: Named): Product | null {
  return BY_IMAGE.get(familiarName(name)) ?? null;
}

/**
 * The tag of an image that moves with its releases, with a version in its place: `slim` of node becomes `26-slim`, none of debian `13`.
 * @param version the release that the project asks for; null: the newest that is supported for long
 */
export function versionedTag(image: Named, version: string | null, today: string): string | null {
  const product = productOfImage(image);
  if (!product) return null;
  const release = version ?? newestRelease(product, today);
  if (release === null) return null;
  const words = (image.tag ?? "latest").toLowerCase().split("-");
  const named = withMinor(product, release);
  const kept = words.filter((word) => !/^(?:latest|lts|current|stable|mainline|rolling|edge|devel|unstable|testing)$/.test(word));
  // `node:lts-alpine` is the system beside the release; a system's own tag is its release.
  if (kept.some((word) => /^\d/.test(word))) return null;
  return [named, ...kept].join("-");
}

/**
 * A tag with another version of its runtime and a system that is supported: `3.8-slim-buster` and 3.11 give `3.11-slim-bookworm`.
 */
export function retagged(image: Named, product: Product, release: string, today: string): string | null {
  const { tag } = image;
  if (tag === null || productOfImage(image) !== product) return null;
  const parts = tagParts(tag);
  if (parts.version === null) return null;
  const [first = "", ...rest] = tag.split("-");
  if (!/^v?\d+(?:\.\d+)*$/.test(first)) return null;
  const exact = first.includes(".") ? withMinor(product, release) : release;
  return withSystem([exact, ...rest].join("-"), today);
}

/** A tag whose words for an operating system that has ended name one that is supported: `buster` becomes `bookworm`, `alpine3.15` the newest `alpine`. */
export function withSystem(tag: string, today: string): string | null {
  const words = tag.split("-").map((word): string | null => {
    const [family, number] = CODENAMES.get(word.toLowerCase()) ?? [];
    if ((family === "debian" || family === "ubuntu") && number !== undefined) {
      if (endOfLife(family, number, today)?.ended !== true) return word;
      const next = nextRelease(family, number, today);
      return [...CODENAMES].find(([, [of, release]]) => of === family && release === next)?.[0] ?? null;
    }
    const alpine = /^alpine(\d+\.\d+)$/i.exec(word)?.[1];
    if (alpine === undefined || endOfLife("alpine", alpine, today)?.ended !== true) return word;
    const next = nextRelease("alpine", alpine, today);
    return next === null ? null : `alpine${next}`;
  });
  return words.includes(null) ? null : words.join("-");
}

/** The images whose tags have a `-slim` edition, and where the word stands beside the codename of a system. */
const SLIM: ReadonlyMap<string, "before" | "behind"> = new Map([
  ["node", "behind"],
  ["python", "before"],
  ["ruby", "before"],
  ["perl", "before"],
  ["pypy", "before"],
  ["debian", "behind"],
  ["openjdk", "before"],
  ["rust", "before"],
  ["erlang", "behind"],
  ["elixir", "behind"],
]);

/** The tag of the small edition of an image with the same version and system; null where it has none. */
export function slimTag({ name, tag }: Named): string | null {
  const familiar = familiarName(name);
  const facts = baseFacts({ name, tag });
  if (!facts || facts.minimal === true || tag === null) return null;
  const words = tag.split("-");
  const lower = words.map((word) => word.toLowerCase());
  if (familiar === "eclipse-temurin" || familiar === "amazoncorretto") return smallJava(familiar, words);
  if (familiar === "amazonlinux") return tag === "2023" ? "2023-minimal" : null;
  if (familiar === "php") return phpAlpine(words);
  const place = SLIM.get(familiar);
  if (!place || lower.some((word) => /^(?:slim|alpine|windows|nanoserver|onbuild|otp)/.test(word))) return null;
  if (familiar === "erlang" || familiar === "elixir") return words.length === 1 ? `${tag}-slim` : null;
  const codename = lower.findIndex((word) => CODENAMES.has(word));
  if (familiar === "debian") return words.length === 1 ? `${tag}-slim` : null;
  if (codename < 0) return words.length === 1 || /^\d/.test(tag) ? `${tag}-slim` : null;
  // Images of these codenames were never made slim, or are long gone.
  if (/^(?:wheezy|jessie)$/.test(lower[codename] ?? "")) return null;
  words.splice(place === "before" ? codename : codename + 1, 0, "slim");
  return words.join("-");
}

/** A JRE of the same release on Alpine. */
function smallJava(name: string, words: readonly string[]): string | null {
  const version = /^\d+/.exec(words[0] ?? "")?.[0];
  if (!version || words.some((word) => /windows|nanoserver/i.test(word))) return null;
  return name === "eclipse-temurin" ? `${version}-jre-alpine` : `${version}-alpine`;
}

/** PHP has no slim edition; its variants are on Alpine, too. */
function phpAlpine(words: readonly string[]): string | null {
  const kept = words.filter((word) => !CODENAMES.has(word.toLowerCase()));
  return kept.includes("apache") || kept.includes("zts") ? null : [...kept, "alpine"].join("-");
}

/** The tag with the newest minor version of its line; null where it is not known. */
export function minorTag(image: Named, today: string): string | null {
  const product = productOfImage(image);
  const { version } = tagParts(image.tag);
  if (product === null || version === null || version.includes(".")) return null;
  const minor = withMinor(product, version);
  return minor === version ? null : retagged(image, product, minor, today);
}
