import { endOfLife } from "../../knowledge/end-of-life.js";
import type { OperatingSystem } from "../image/image.js";

/** Where the advisories of an operating system are found. */
export interface SystemRelease {
  /** OSV's ecosystem: `Debian`. */
  readonly ecosystem: string;
  /** Its releases to ask, out of those that the database has. */
  releases(known: readonly string[]): readonly string[];
  /** For people: `Debian:12`. */
  readonly label: string;
  /** Whether records name packages by their source, or by the installed package too. */
  readonly names: "source" | "both";
}

/** What the image says of its system, as far as advisories ask. */
export interface SystemFacts {
  readonly os: OperatingSystem | null;
  /** The text of /etc/apk/repositories, where there is one. */
  readonly repositories: string | null;
}

const one = (ecosystem: string, release: string, names: SystemRelease["names"] = "source"): SystemRelease => ({
  ecosystem,
  releases: (known) => (known.includes(release) ? [release] : []),
  label: release,
  names,
});

/** The release whose advisories hold, or the sentence that says why there is none. */
export function systemRelease({ os, repositories }: SystemFacts): SystemRelease | { readonly because: string } {
  if (!os) return { because: "the operating system is not known: the image has no os-release" };
  const version = os.versionId;
  const major = version?.split(".")[0];
  const named = os.prettyName || os.id;
  const without = { because: `${named} says no release: its packages cannot be compared with advisories` };
  switch (os.id) {
    case "debian":
      return major ? one("Debian", `Debian:${major}`) : without;
    case "ubuntu":
      return version ? one("Ubuntu", `Ubuntu:${version}${isLts(version) ? ":LTS" : ""}`) : without;
    case "alpine":
      return alpine(version, repositories, named);
    case "wolfi":
      return one("Wolfi", "Wolfi", "both");
    case "chainguard":
      return one("Chainguard", "Chainguard", "both");
    case "minimos":
      return one("MinimOS", "MinimOS", "both");
    case "alpaquita":
      return version ? one("Alpaquita", `Alpaquita:${version}`) : without;
    case "rocky":
      return major ? one("Rocky Linux", `Rocky Linux:${major}`, "both") : without;
    case "almalinux":
      return major ? one("AlmaLinux", `AlmaLinux:${major}`, "both") : without;
    case "rhel":
      return major ? redHat(major) : without;
    case "sles":
      return version ? suse(version) : without;
    case "opensuse-leap":
      return version ? one("openSUSE", `openSUSE:Leap ${version}`, "both") : without;
    case "opensuse-tumbleweed":
      return one("openSUSE", "openSUSE:Tumbleweed", "both");
    case "azurelinux":
    case "mariner":
      return major ? one("Azure Linux", `Azure Linux:${major}`, "both") : without;
    case "mageia":
      return major ? one("Mageia", `Mageia:${major}`, "both") : without;
    case "photon":
      return version ? one("Photon OS", `Photon OS:${version}`, "both") : without;
    case "openEuler":
      return openEuler(version, named) ?? without;
    default:
      return { because: `no public advisories are known for ${named}` };
  }
}

function isLts(version: string): boolean {
  const [year, month] = version.split(".");
  return month === "04" && Number(year) % 2 === 0;
}

/** The repositories that packages really come from go before os-release: the two differ after an upgrade by hand. */
function alpine(
  version: string | null,
  repositories: string | null,
  named: string,
): SystemRelease | { readonly because: string } {
  const branches = new Set(
    (repositories ?? "")
      .split("\n")
      .map((line) => /^https?:\/\/\S+?\/(v\d+\.\d+|edge|latest-stable)\/\w+\/?$/.exec(line.trim())?.[1])
      .filter((branch) => branch !== undefined && branch !== "latest-stable"),
  );
  const [branch] = branches;
  if (branches.has("edge")) return { because: "packages of Alpine edge are in no advisory" };
  if (branches.size > 1) return { because: `packages come from several releases of Alpine: ${[...branches].sort().join(", ")}` };
  if (branch) return one("Alpine", `Alpine:${branch}`);
  const release = /^(\d+\.\d+)(?:\.\d+)?$/.exec(version ?? "")?.[1];
  if (!release) return { because: `${named} is no release of Alpine that advisories speak of` };
  return one("Alpine", `Alpine:v${release}`);
}

/** Red Hat names its products by CPE; the paid extensions (eus, aus, e4s…) are other products. */
function redHat(major: string): SystemRelease {
  const product = new RegExp(`^Red Hat:(?:enterprise_linux|rhel_software_collections):${major}(?::|$)`);
  return {
    ecosystem: "Red Hat",
    releases: (known) => known.filter((name) => product.test(name)),
    label: `Red Hat:enterprise_linux:${major}`,
    names: "both",
  };
}

/** SUSE's modules and its server make one system. */
function suse(version: string): SystemRelease {
  const [major, minor] = version.split(".");
  const release = minor && minor !== "0" ? `${major} SP${minor}` : major;
  const product = new RegExp(`^SUSE:Linux Enterprise (?:Server|Module for .+) ${release}$`);
  return {
    ecosystem: "SUSE",
    releases: (known) => known.filter((name) => product.test(name)),
    label: `SUSE:Linux Enterprise Server ${release}`,
    names: "both",
  };
}

function openEuler(version: string | null, named: string): SystemRelease | null {
  if (!version) return null;
  const words = /\(([A-Z0-9-]+)\)/.exec(named)?.[1];
  return one("openEuler", `openEuler:${version}${words ? `-${words}` : ""}`, "both");
}

/** os-release's name of a system in the table of end-of-life dates. */
const PRODUCTS: Readonly<Record<string, string>> = {
  almalinux: "alma",
  ol: "oracle",
  amzn: "amazon",
  "opensuse-leap": "suse",
};

/** The last day of free security updates of a system whose time is over; null: it is supported, or not in the table. */
export function endedOn(os: OperatingSystem | null, today: string): string | null {
  if (!os?.versionId) return null;
  const end = endOfLife(Object.hasOwn(PRODUCTS, os.id) ? (PRODUCTS[os.id] ?? os.id) : os.id, os.versionId, today);
  return end?.ended ? end.date : null;
}
