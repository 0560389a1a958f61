import type { EvidenceFrom } from "./evidence.js";

/** Files over this many bytes are not read for packages; what they hold is a gap, never nothing. */
export const LARGEST = 256 * 1024 * 1024;

type Source = readonly [from: EvidenceFrom, holds: (path: string) => boolean];

const anywhere = () => true;
const inRpmFolder = (path: string) => /^\/(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/[^/]+$/.test(path);
/** The files that tell of packages by their last name, and what must hold of the whole path. */
const BY_NAME: ReadonlyMap<string, Source> = new Map<string, Source>([
  ["status", ["dpkg", (path) => path === "/var/lib/dpkg/status"]],
  ["copyright", ["dpkg-licences", (path) => /^\/usr\/share\/doc\/[^/]+\/copyright$/.test(path)]],
  ["installed", ["apk", (path) => path === "/lib/apk/db/installed" || path === "/usr/lib/apk/db/installed"]],
  ["Packages", ["rpm", inRpmFolder]],
  ["Packages.db", ["rpm", inRpmFolder]],
  ["rpmdb.sqlite", ["rpm", inRpmFolder]],
  ["container-manifest-2", ["rpm", (path) => path === "/var/lib/rpmmanifest/container-manifest-2"]],
  ["package.json", ["npm", anywhere]],
  [".package-lock.json", ["npm-lock", (path) => path.endsWith("/node_modules/.package-lock.json")]],
  ["METADATA", ["python", (path) => path.endsWith(".dist-info/METADATA")]],
  ["PKG-INFO", ["python", (path) => path.endsWith(".egg-info/PKG-INFO") || path.endsWith("/EGG-INFO/PKG-INFO")]],
  ["installed.json", ["composer", (path) => path.endsWith("/composer/installed.json")]],
  ["release", ["runtime", anywhere]],
  ["OTP_VERSION", ["runtime", (path) => path.includes("/releases/")]],
]);
const BY_EXTENSION: ReadonlyMap<string, Source> = new Map<string, Source>([
  ["list", ["dpkg-files", (path) => path.startsWith("/var/lib/dpkg/info/")]],
  ["egg-info", ["python", anywhere]],
  ["gemspec", ["gem", (path) => path.includes("/specifications/")]],
  ["json", ["nuget", (path) => path.endsWith(".deps.json")]],
  ["zip", ["archive", (path) => path.includes("/.yarn/cache/")]],
  ...["egg", "jar", "war", "ear", "par", "sar", "jpi", "hpi", "nar"].map((name): [string, Source] => [
    name,
    ["archive", anywhere],
  ]),
]);
const STATUS_FOLDER = "/var/lib/dpkg/status.d/";
/** Libraries that are a runtime themselves: the program beside them is a few kilobytes and does not know its version. */
export const RUNTIME_LIBRARY = /^lib(?:python\d|ruby|php|node|perl)[^/]{0,40}\.so(?:\.[\d.]{1,20})?$/;
const SHARED_LIBRARY = /\.so(?:\.[\d.]{1,20})?$/;

/**
 * What a regular file may tell of packages by its path and mode; null: nothing, and it need not be read. `path` is absolute, as the layer
 * spells it. Asked of every file of every layer: a look at the last name alone for nearly all of them. A `program` is one only if it begins
 * like one, see `isProgram`.
 */
export function sourceIn(path: string, mode: number): EvidenceFrom | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const named = BY_NAME.get(name);
  if (named) return named[1](path) ? named[0] : null;
  if (path.startsWith(STATUS_FOLDER)) return name.endsWith(".md5sums") ? "dpkg-files" : "dpkg-part";
  const dot = name.lastIndexOf(".");
  const ending = dot < 0 ? undefined : BY_EXTENSION.get(name.slice(dot + 1));
  if (ending?.[1](path)) return ending[0];
  if (dot >= 0 && SHARED_LIBRARY.test(name)) return RUNTIME_LIBRARY.test(name) ? "program" : null;
  return (mode & 0o111) !== 0 ? "program" : null;
}

/** Whether a file is a program by its first bytes (8 are enough): ELF, PE or Mach-O. */
export function isProgram(start: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = start;
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) return true;
  if (a === 0x4d && b === 0x5a) return true;
  const magic = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  if (magic === 0xfeedface || magic === 0xfeedfacf || magic === 0xcefaedfe || magic === 0xcffaedfe) return true;
  // A universal Mach-O shares its magic with Java classes, whose next word is a version of 45 or more.
  return magic === 0xcafebabe && start[4] === 0 && start[5] === 0 && start[6] === 0 && (start[7] ?? 99) < 30;
}
