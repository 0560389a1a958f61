import { CODENAMES, type OsFamily } from "./base-os.js";

/** A release of an operating system; `release` is null when the text names the family alone. */
export interface OsRelease {
  readonly family: OsFamily;
  /** Codename for debian and ubuntu ("bookworm", "noble"), else the number ("3.20", "9", "2023"). */
  readonly release: string | null;
}

export interface TagParts {
  /** The leading version without a "v": "22.12.0" of "22.12.0-bookworm-slim"; null for "lts-alpine". */
  readonly version: string | null;
  /** Everything between dashes and underscores, lower case, the version's word included. */
  readonly words: readonly string[];
  /** The operating system that a word of the tag names. */
  readonly os: OsRelease | null;
}

/** Words that name a family, alone or with a number after it ("alpine3.20", "ubi9", "al2023"). */
const FAMILY_WORDS: ReadonlyMap<string, OsFamily> = new Map([
  ["alpine", "alpine"],
  ["ubuntu", "ubuntu"],
  ["debian", "debian"],
  ["ubi", "rhel"],
  ["rhel", "rhel"],
  ["al", "amazon"],
  ["amazonlinux", "amazon"],
  ["oraclelinux", "oracle"],
  ["oracle", "oracle"],
  ["ol", "oracle"],
  ["rockylinux", "rocky"],
  ["almalinux", "alma"],
  ["centos", "centos"],
  ["stream", "centos"],
  ["fedora", "fedora"],
  ["azurelinux", "azurelinux"],
  ["mariner", "azurelinux"],
  ["opensuse", "suse"],
  ["photon", "photon"],
  ["wolfi", "wolfi"],
  ["nanoserver", "windows"],
  ["windowsservercore", "windows"],
  ["servercore", "windows"],
]);

const VERSION = /^v?(\d{1,8}(?:\.\d{1,8}){0,5})/;
const NAMED = /^([a-z]{2,20})(\d{0,4}(?:\.\d{1,3})?)$/;
const NUMBER = /^\d{1,4}(?:\.\d{1,3})?$/;

/** A release of `family` as this module spells it: codenames for debian and ubuntu. */
export function releaseName(family: OsFamily, release: string): string {
  for (const [codename, [of, number]] of CODENAMES) {
    if (of === family && (number === release || (family === "debian" && number === release.split(".")[0]))) return codename;
  }
  return release;
}

function osOfWord(word: string, next: string | undefined): OsRelease | null {
  const codename = CODENAMES.get(word);
  if (codename) return { family: codename[0], release: word };
  const match = NAMED.exec(word);
  const family = match ? FAMILY_WORDS.get(match[1] ?? "") : undefined;
  if (!match || !family) return null;
  if (match[1] === "al" && !match[2]) return null;
  const glued =
    family === "ubuntu" && /^\d{4}$/.test(match[2] ?? "") ? `${match[2]?.slice(0, 2)}.${match[2]?.slice(2)}` : match[2];
  const number = glued || (next && NUMBER.test(next) && next.includes(".") ? next : "");
  return { family, release: number ? releaseName(family, number) : null };
}

/** Reads a tag. Any text is allowed; a tag over 256 units is not looked into. */
export function tagParts(tag: string | null): TagParts {
  if (!tag || tag.length > 256) return { version: null, words: [], os: null };
  const lower = tag.toLowerCase();
  const words = lower.split(/[-_]/).filter((word) => word !== "");
  const version = VERSION.exec(lower)?.[1] ?? null;
  let os: OsRelease | null = null;
  for (const [at, word] of words.entries()) {
    const found = osOfWord(word, words[at + 1]);
    if (found && (os === null || (os.release === null && found.release !== null))) os = found;
  }
  return { version, words, os };
}

/** The number glued to or after a word: `8.3` of "1-php8.3-alpine", `21` of "3.9-eclipse-temurin-21" and of "9-jdk21". */
export function versionAfter(parts: TagParts, word: string): string | null {
  for (const [at, found] of parts.words.entries()) {
    if (!found.startsWith(word)) continue;
    const glued = VERSION.exec(found.slice(word.length))?.[1];
    if (glued) return glued;
    const next = found === word ? VERSION.exec(parts.words[at + 1] ?? "")?.[1] : undefined;
    if (next) return next;
  }
  return null;
}

/** Orders dotted numbers: negative when `a` is older. A missing part counts as 0. */
export function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
