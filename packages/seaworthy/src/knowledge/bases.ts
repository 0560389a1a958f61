import { remembered } from "../core/kept.js";
import { lazy } from "../core/lazy.js";
import type { BaseLanguage, BaseRow, BaseSettings, BaseVariant, Purpose, ReadyUser } from "./base-entry.js";
import { CODENAMES, DEFAULT_RELEASES, FAMILIES, type PackageManager, releaseRows, TOOLS, type Tool } from "./base-os.js";
import { BASE_ROWS } from "./base-rows.js";
import { compareVersions, type OsRelease, releaseName, type TagParts, tagParts } from "./base-tags.js";

/** Where the rows come from and when they were last compared. */
export const SOURCE =
  "the images' own Dockerfiles: docker-library, dotnet-docker, distroless, adoptium/containers, docker-nginx and the vendors' documentation";
export const AS_OF = "2026-08-22";

export type { BaseLanguage, BaseVariant, Purpose, ReadyUser } from "./base-entry.js";
export type { OsFamily, PackageManager, Tool } from "./base-os.js";
export type { OsRelease } from "./base-tags.js";

/** What is known of an image by its name and tag. Null always means: not known. */
export interface BaseFacts {
  /** The name the row was found by, mirrors and architecture prefixes removed. */
  readonly name: string;
  readonly purpose: Purpose;
  readonly language: BaseLanguage | null;
  /** The user of the image's config: "root", a name or a uid. */
  readonly user: string;
  /** The image's own entrypoint or program gives up root itself: what runs as root at the start may not serve as root. */
  readonly switchesUser: boolean;
  /** A user without rights that the image already has. */
  readonly unprivilegedUser: ReadyUser | null;
  readonly variant: BaseVariant;
  /** Slim, alpine, distroless, scratch or a vendor's minimal edition. */
  readonly minimal: boolean | null;
  readonly os: OsRelease | null;
  readonly shell: boolean | null;
  readonly packageManager: PackageManager | null;
  readonly tools: Readonly<Record<Tool, boolean | null>>;
  /** What starts when nothing is set; null when not known, [] when the image starts nothing. */
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly stopSignal: string | null;
  readonly healthcheck: boolean;
  /** The image's own program ends cleanly by its stop signal. Null for images that start the user's program. */
  readonly handlesTerm: boolean | null;
  /** The image's own program logs JSON without being told to. Null for images that start the user's program. */
  readonly logsJson: boolean | null;
  /** Ships a compiler or an SDK. */
  readonly builds: boolean;
}

/** The rows by name, and by the beginning of a name, the longest first; each as the text of it until it is asked for. */
const index = lazy(() => {
  const exact = new Map<string, string>();
  const prefixes: (readonly [prefix: string, text: string])[] = [];
  for (const line of BASE_ROWS.split("\n")) {
    const end = line.indexOf("\t");
    const text = line.slice(end + 1);
    for (const name of line.slice(0, end).split(" ")) {
      if (name.endsWith("*")) prefixes.push([name.slice(0, -1), text]);
      else exact.set(name, text);
    }
  }
  prefixes.sort((a, b) => b[0].length - a[0].length);
  return { exact, prefixes };
});

const MIRROR =
  /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|registry\.(?:hub\.)?docker\.com|mirror\.gcr\.io|public\.ecr\.aws\/docker|quay\.io\/official-images)\//;
const ARCHITECTURE = /^(?:amd64|arm32v[567]|arm64v8|i386|ppc64le|s390x|riscv64|mips64le)\/(?=[^/]+$)/;

/** The familiar name of an image behind pull-through mirrors and architecture prefixes: "node" of "mirror.gcr.io/library/node". */
export const familiarName = remembered((name: string): string =>
  name
    .toLowerCase()
    .replace(MIRROR, "")
    .replace(/^library\//, "")
    .replace(ARCHITECTURE, ""),
);

function rowOf(name: string): BaseRow | null {
  const { exact, prefixes } = index();
  let text = exact.get(name);
  if (text === undefined) {
    for (const [prefix, row] of prefixes) {
      if (!name.startsWith(prefix)) continue;
      text = row;
      break;
    }
  }
  if (text === undefined) return null;
  const known = ROWS.get(text);
  if (known) return known;
  const row: BaseRow = JSON.parse(text);
  ROWS.set(text, row);
  return row;
}

/** The rows that were read, as many as the table has at most. */
const ROWS = new Map<string, BaseRow>();

const PATTERNS = new Map<string, RegExp>();
function patternOf(when: string): RegExp {
  const known = PATTERNS.get(when);
  if (known) return known;
  const made = new RegExp(when);
  PATTERNS.set(when, made);
  return made;
}

function settingsOf(entry: BaseRow, subject: string): BaseSettings {
  let settings: BaseSettings = entry;
  for (const row of entry.tags ?? []) {
    if (!patternOf(row.when).test(subject)) continue;
    settings = { ...settings, ...row, tools: { ...settings.tools, ...row.tools } };
  }
  return settings;
}

/** "3.12.1" and "8u131" name one build; "3.12" floats. */
function isPatch(version: string, parts: TagParts): boolean {
  return version.split(".").length > 2 || /^\d+u\d/.test(parts.words[0] ?? "");
}

/** Floating tags such as "3.12" follow the image; an exact patch tag of a version that moved may be older: null. */
function defaultRelease(settings: BaseSettings, parts: TagParts): OsRelease | null {
  const family = settings.os ?? null;
  if (family === null) return null;
  if (settings.release != null) return { family, release: releaseName(family, settings.release) };
  const table = settings.releases ? releaseRows(DEFAULT_RELEASES[settings.releases]) : [];
  const version = parts.version;
  const row = version ? table.findLast(([from]) => compareVersions(from, version) <= 0) : table.at(-1);
  if (!row || (!version && parts.words.length > 0 && /^(lts|stable|current)$/.test(parts.words[0] ?? "")))
    return { family, release: null };
  const moved = row[1].endsWith("~");
  const found = tagParts(moved ? row[1].slice(0, -1) : row[1]).os ?? { family, release: null };
  return moved && version && isPatch(version, parts) ? { family: found.family, release: null } : found;
}

/** An operating system's own tag is its release. */
function ownRelease(settings: BaseSettings, parts: TagParts): OsRelease | null {
  const family = settings.os ?? null;
  if (family === null) return null;
  if (parts.os && parts.os.family === family && parts.os.release !== null) return parts.os;
  if (settings.release != null) return { family, release: releaseName(family, settings.release) };
  if (!parts.version) return { family, release: null };
  const [major = "", minor] = parts.version.split(".");
  const wide = family === "ubuntu" || family === "alpine" || family === "suse" || family === "photon" || family === "azurelinux";
  const release = wide ? (minor === undefined ? null : `${major}.${minor}`) : major;
  return { family, release: release === null ? null : releaseName(family, release) };
}

function osOf(settings: BaseSettings, parts: TagParts): OsRelease | null {
  if (settings.os === null) return null;
  if (settings.purpose === "os") return ownRelease(settings, parts);
  return parts.os ?? defaultRelease(settings, parts);
}

function variantOf(settings: BaseSettings, parts: TagParts, os: OsRelease | null): BaseVariant {
  if (settings.variant) return settings.variant;
  if (os?.family === "alpine" || os?.family === "wolfi") return "alpine";
  if (settings.purpose === "sdk") return "sdk";
  if (parts.words.includes("slim")) return "slim";
  if (parts.words.includes("minimal") || parts.words.includes("micro")) return "minimal";
  return settings.purpose === "os" ? "os" : "full";
}

/** Images of ubuntu have had a user "ubuntu" since 23.04. */
function ubuntuUser(os: OsRelease | null): ReadyUser | null {
  if (os?.family !== "ubuntu" || os.release === null) return null;
  const number = CODENAMES.get(os.release)?.[1] ?? os.release;
  return /^[\d.]+$/.test(number) && compareVersions(number, "23.04") >= 0 ? { name: "ubuntu", uid: 1000 } : null;
}

const SMALL: ReadonlySet<BaseVariant> = new Set(["slim", "alpine", "distroless", "scratch", "minimal"]);

/**
 * What is known of the image that a FROM, a Compose file or a manifest names; null when the table has no row.
 * `name` is the familiar name as `parseReference` gives it; a digest is no help and not asked for.
 */
export function baseFacts(reference: { readonly name: string; readonly tag: string | null }): BaseFacts | null {
  const tag = reference.tag ?? "";
  const found = KNOWN.get(reference.name)?.get(tag);
  if (found !== undefined) return found;
  // Many rules ask about the same few bases; the bound keeps a hostile list of names from filling the memory.
  if (known >= MOST_KNOWN) {
    KNOWN.clear();
    known = 0;
  }
  const facts = lookUp(reference);
  const tags = KNOWN.get(reference.name);
  if (tags) tags.set(tag, facts);
  else KNOWN.set(reference.name, new Map([[tag, facts]]));
  known++;
  return facts;
}

/** By name, then by tag. */
const KNOWN = new Map<string, Map<string, BaseFacts | null>>();
let known = 0;
const MOST_KNOWN = 3000;

function lookUp(reference: { readonly name: string; readonly tag: string | null }): BaseFacts | null {
  const name = familiarName(reference.name);
  const entry = rowOf(name);
  if (!entry) return null;
  const tag = (reference.tag ?? "latest").toLowerCase().slice(0, 256);
  const parts = tagParts(tag);
  const settings = settingsOf(entry, `${name}:${tag}`);
  const os = osOf(settings, parts);
  const variant = variantOf(settings, parts, os);
  const bare = variant === "distroless" || variant === "scratch";
  const family = os && !bare ? FAMILIES[os.family] : null;
  const tools = {} as Record<Tool, boolean | null>;
  for (const tool of TOOLS) {
    const told = settings.tools?.[tool];
    tools[tool] = told !== undefined ? told : bare ? false : (family?.tools[tool] ?? null);
  }
  return {
    name,
    purpose: settings.purpose ?? "runtime",
    language: settings.language ?? null,
    user: settings.user ?? "root",
    switchesUser: settings.switchesUser ?? false,
    unprivilegedUser: settings.ready !== undefined ? settings.ready : bare ? null : ubuntuUser(os),
    variant,
    minimal: settings.minimal !== undefined ? settings.minimal : SMALL.has(variant),
    os,
    shell: settings.shell !== undefined ? settings.shell : bare ? false : (family?.shell ?? null),
    packageManager: settings.packageManager !== undefined ? settings.packageManager : (family?.packageManager ?? null),
    tools,
    entrypoint: settings.entrypoint ?? null,
    cmd: settings.cmd ?? null,
    stopSignal: settings.stopSignal ?? null,
    healthcheck: settings.healthcheck ?? false,
    handlesTerm: settings.handlesTerm ?? null,
    logsJson: settings.logsJson ?? null,
    builds: settings.builds ?? settings.purpose === "sdk",
  };
}
