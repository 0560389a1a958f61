/** Files over this many bytes are not read for packages; what they hold is a gap, never nothing. */
export const LARGEST = 256 * 1024 * 1024;

/** `whole`: the file tells of packages by its name. `program`: only if it begins like one, see `isProgram`. */
export type Interest = "whole" | "program";

const RPM_DATABASES = /^\/(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/(?:Packages|Packages\.db|rpmdb\.sqlite)$/;
/** The files that tell of packages by their last name, and what must hold of the whole path. */
const BY_NAME: ReadonlyMap<string, (path: string) => boolean> = new Map<string, (path: string) => boolean>([
  ["status", (path) => path === "/var/lib/dpkg/status"],
  ["installed", (path) => path === "/lib/apk/db/installed" || path === "/usr/lib/apk/db/installed"],
  ["Packages", (path) => RPM_DATABASES.test(path)],
  ["Packages.db", (path) => RPM_DATABASES.test(path)],
  ["rpmdb.sqlite", (path) => RPM_DATABASES.test(path)],
  ["container-manifest-2", (path) => path === "/var/lib/rpmmanifest/container-manifest-2"],
  ["package.json", () => true],
  [".package-lock.json", (path) => path.endsWith("/node_modules/.package-lock.json")],
  ["METADATA", (path) => path.endsWith(".dist-info/METADATA")],
  ["PKG-INFO", (path) => path.endsWith(".egg-info/PKG-INFO") || path.endsWith("/EGG-INFO/PKG-INFO")],
  ["installed.json", (path) => path.endsWith("/composer/installed.json")],
  ["release", () => true],
]);
const BY_EXTENSION: ReadonlyMap<string, (path: string) => boolean> = new Map<string, (path: string) => boolean>([
  ["list", (path) => path.startsWith("/var/lib/dpkg/info/")],
  ["egg-info", () => true],
  ["egg", () => true],
  ["jar", () => true],
  ["war", () => true],
  ["ear", () => true],
  ["par", () => true],
  ["sar", () => true],
  ["jpi", () => true],
  ["hpi", () => true],
  ["nar", () => true],
  ["zip", (path) => path.includes("/.yarn/cache/")],
  ["gemspec", (path) => path.includes("/specifications/")],
  ["json", (path) => path.endsWith(".deps.json")],
]);
/** Libraries that are a runtime themselves: the program beside them is a few kilobytes and does not know its version. */
const RUNTIME_LIBRARY = /^lib(?:python\d|ruby|php|node|jvm|perl)[^/]{0,40}\.so(?:\.[\d.]{1,20})?$/;
const SHARED_LIBRARY = /\.so(?:\.[\d.]{1,20})?$/;
const STATUS_FOLDER = "/var/lib/dpkg/status.d/";

/**
 * Whether a regular file may tell of packages. `path` is absolute, as the layer spells it; `mode` has the permission bits.
 * Asked of every file of every layer: a look at the last name alone for nearly all of them.
 */
export function interestIn(path: string, mode: number): Interest | null {
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  const named = BY_NAME.get(name);
  if (named) return named(path) ? "whole" : null;
  if (path.startsWith(STATUS_FOLDER)) return "whole";
  const dot = name.lastIndexOf(".");
  if (dot >= 0 && BY_EXTENSION.get(name.slice(dot + 1))?.(path)) return "whole";
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
