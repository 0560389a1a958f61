import type { FileIndex } from "../image/file-index.js";
import type { OperatingSystem } from "../image/image.js";
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
  ["Conda", "/opt/conda/conda-meta"],
  ["swupd", "/usr/share/clear/bundles"],
];
const LOGS = ["/var/lib/rpm", "/usr/lib/sysimage/rpm", "/usr/share/rpm"].map((folder) => `${folder}/rpmdb.sqlite-wal`);

/** Databases of packages that are in the image and were not read, and a system whose database is gone. */
export function unreadDatabases(
  files: FileIndex,
  os: OperatingSystem | null,
  read: ReadonlySet<EvidenceFrom>,
): readonly string[] {
  const gaps = UNREAD.filter(([, path]) => files.entry(path) !== null).map(
    ([manager, path]) => `${path}: packages that ${manager} installed are not read`,
  );
  for (const path of LOGS) {
    if ((files.entry(path)?.size ?? 0) > 0)
      gaps.push(`${path}: the last changes to the database of RPM are in this log, which is not read`);
  }
  const system = read.has("dpkg") || read.has("dpkg-part") || read.has("apk") || read.has("rpm");
  if (os !== null && !system && gaps.length === 0) {
    gaps.push(
      `the image says that it is ${os.prettyName || os.id}, but holds no package database that can be read: its packages are unknown`,
    );
  }
  return gaps;
}
