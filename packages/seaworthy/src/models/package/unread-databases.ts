import type { FileIndex } from "../image/file-index.js";
import type { OperatingSystem, Unread } from "../image/image.js";
import type { EvidenceFrom } from "./evidence.js";

/** Package managers whose databases are not read, by where they keep them. */
const UNREAD: readonly (readonly [manager: string, path: string])[] = [
  ["pacman", "/var/lib/pacman/local"],
  ["Portage", "/var/db/pkg"],
  ["xbps", "/var/db/xbps"],
  ["opkg", "/usr/lib/opkg/status"],
  ["Nix", "/nix/store"],
  ["Guix", "/gnu/store"],
  ["Homebrew", "/home/linuxbrew/.linuxbrew/Cellar"],
  ["swupd", "/usr/share/clear/bundles"],
  ["Chisel", "/var/lib/chisel/manifest.wall"],
];
const RPM_LOGS = ["/var/lib/rpm", "/usr/lib/sysimage/rpm", "/usr/share/rpm"].map((folder) => `${folder}/rpmdb.sqlite-wal`);
/** Where the system's packages would be, by the ID of os-release. */
const DATABASES: Readonly<Record<string, string>> = {
  debian: "/var/lib/dpkg/status",
  ubuntu: "/var/lib/dpkg/status",
  alpine: "/lib/apk/db/installed",
  wolfi: "/usr/lib/apk/db/installed",
  chainguard: "/usr/lib/apk/db/installed",
};

/** Databases of packages that are in the image and were not read, and a system whose database is gone. */
export function unreadDatabases(
  files: FileIndex,
  os: OperatingSystem | null,
  read: ReadonlySet<EvidenceFrom>,
): readonly Unread[] {
  const system = read.has("dpkg") || read.has("dpkg-part") || read.has("apk") || read.has("rpm");
  const unread = UNREAD.filter(([manager, path]) => files.entry(path) !== null && !(manager === "Chisel" && system)).map(
    ([manager, path]): Unread => ({ layer: null, path, because: `packages that ${manager} installed are not read` }),
  );
  // Each environment of Conda has one, wherever it was put; Python's packages in it tell of themselves.
  for (const { path, type } of files.named(["conda-meta"])) {
    if (type === "directory")
      unread.push({ layer: null, path, because: "packages that Conda installed are not read, but for Python's" });
  }
  for (const path of RPM_LOGS) {
    if ((files.entry(path)?.size ?? 0) === 0) continue;
    unread.push({ layer: null, path, because: "the last changes to RPM's database are in this log, which is not read" });
  }
  if (os !== null && !system && unread.length === 0) {
    const path = DATABASES[os.id] ?? "/var/lib/rpm/rpmdb.sqlite";
    const because = `it is not there, though the image says that it is ${os.prettyName || os.id}: the packages of the system are unknown`;
    unread.push({ layer: null, path, because });
  }
  return unread;
}
