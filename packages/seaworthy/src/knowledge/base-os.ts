/** The operating systems under images: what each ships before anything is added. */
export const SOURCE = "the distributions' own image definitions; docker-library/official-images and its history";
export const AS_OF = "2026-08-22";

export type OsFamily =
  | "debian"
  | "ubuntu"
  | "alpine"
  | "wolfi"
  | "busybox"
  | "rhel"
  | "centos"
  | "fedora"
  | "rocky"
  | "alma"
  | "oracle"
  | "amazon"
  | "suse"
  | "arch"
  | "photon"
  | "azurelinux"
  | "nixos"
  | "windows";

/** The program that `sh` is, by family and by what releases call themselves. Nothing where it differs between releases. */
export const SH_OF: ReadonlyMap<string, "bash" | "dash" | "busybox"> = new Map([
  ...["debian", "ubuntu"].map((family) => [family, "dash"] as const),
  ...["alpine", "wolfi", "busybox"].map((family) => [family, "busybox"] as const),
  ..."rhel ubi centos rocky alma almalinux fedora amazon amazonlinux oracle oraclelinux suse arch photon azurelinux"
    .split(" ")
    .map((family) => [family, "bash"] as const),
]);

export type PackageManager = "apt" | "apk" | "yum" | "dnf" | "microdnf" | "zypper" | "pacman" | "tdnf" | "nix";

/** Programs that health checks and scripts call. */
export const TOOLS = [
  "curl",
  "wget",
  "nc",
  "bash",
  "python",
  "python3",
  "node",
  "bun",
  "deno",
  "php",
  "ruby",
  "perl",
  "java",
  "git",
  "pgrep",
  "gcc",
  "make",
] as const;
export type Tool = (typeof TOOLS)[number];
export type ToolFacts = Readonly<Partial<Record<Tool, boolean | null>>>;

/** Codename → family and number. */
export const CODENAMES: ReadonlyMap<string, readonly [OsFamily, string]> = new Map([
  ["wheezy", ["debian", "7"]],
  ["jessie", ["debian", "8"]],
  ["stretch", ["debian", "9"]],
  ["buster", ["debian", "10"]],
  ["bullseye", ["debian", "11"]],
  ["bookworm", ["debian", "12"]],
  ["trixie", ["debian", "13"]],
  ["forky", ["debian", "14"]],
  ["sid", ["debian", "unstable"]],
  ["precise", ["ubuntu", "12.04"]],
  ["trusty", ["ubuntu", "14.04"]],
  ["xenial", ["ubuntu", "16.04"]],
  ["bionic", ["ubuntu", "18.04"]],
  ["disco", ["ubuntu", "19.04"]],
  ["eoan", ["ubuntu", "19.10"]],
  ["focal", ["ubuntu", "20.04"]],
  ["groovy", ["ubuntu", "20.10"]],
  ["hirsute", ["ubuntu", "21.04"]],
  ["impish", ["ubuntu", "21.10"]],
  ["jammy", ["ubuntu", "22.04"]],
  ["kinetic", ["ubuntu", "22.10"]],
  ["lunar", ["ubuntu", "23.04"]],
  ["mantic", ["ubuntu", "23.10"]],
  ["noble", ["ubuntu", "24.04"]],
  ["oracular", ["ubuntu", "24.10"]],
  ["plucky", ["ubuntu", "25.04"]],
  ["questing", ["ubuntu", "25.10"]],
  ["resolute", ["ubuntu", "26.04"]],
] satisfies [string, [OsFamily, string]][]);

/** What a family's base image has. A tool that is not named is absent. */
export interface FamilyFacts {
  readonly packageManager: PackageManager | null;
  readonly shell: boolean;
  readonly tools: ToolFacts;
}

const NONE: ToolFacts = Object.fromEntries(TOOLS.map((tool) => [tool, false]));
const RPM: ToolFacts = { ...NONE, curl: true, bash: true, python: null, python3: null, perl: null, wget: null, pgrep: null };
const BUSYBOX: ToolFacts = { ...NONE, wget: true, nc: true, pgrep: true };

export const FAMILIES: Readonly<Record<OsFamily, FamilyFacts>> = {
  // perl-base is essential in both; procps comes with ubuntu alone
  debian: { packageManager: "apt", shell: true, tools: { ...NONE, bash: true, perl: true } },
  ubuntu: { packageManager: "apt", shell: true, tools: { ...NONE, bash: true, perl: true, pgrep: true } },
  alpine: { packageManager: "apk", shell: true, tools: BUSYBOX },
  wolfi: { packageManager: "apk", shell: true, tools: { ...BUSYBOX, nc: null, pgrep: null, bash: null } },
  busybox: { packageManager: null, shell: true, tools: BUSYBOX },
  rhel: { packageManager: "dnf", shell: true, tools: RPM },
  centos: { packageManager: "yum", shell: true, tools: RPM },
  fedora: { packageManager: "dnf", shell: true, tools: RPM },
  rocky: { packageManager: "dnf", shell: true, tools: RPM },
  alma: { packageManager: "dnf", shell: true, tools: RPM },
  oracle: { packageManager: "dnf", shell: true, tools: { ...RPM, curl: null } },
  amazon: { packageManager: "dnf", shell: true, tools: RPM },
  suse: { packageManager: "zypper", shell: true, tools: { ...RPM, curl: null } },
  arch: { packageManager: "pacman", shell: true, tools: RPM },
  photon: { packageManager: "tdnf", shell: true, tools: { ...RPM, curl: null } },
  azurelinux: { packageManager: "tdnf", shell: true, tools: { ...RPM, curl: null } },
  nixos: { packageManager: "nix", shell: true, tools: { ...NONE, bash: true, curl: true, wget: true, git: true } },
  windows: { packageManager: null, shell: true, tools: { ...NONE, curl: null } },
};

/**
 * The release behind a tag that names none, by version: the entry with the greatest version not above it.
 * "~": the image moved there during that version's life, so an exact patch tag may stand on an older release.
 */
export const DEFAULT_RELEASES = {
  node: "4 jessie~; 6 stretch~; 9 jessie; 10 stretch~; 11 stretch; 14 buster~; 15 stretch; 16 buster; 17 bullseye; 18 bookworm~; 19 bullseye; 20 bookworm~; 21 bookworm; 26 trixie",
  python: "2.7 buster~; 3.3 jessie; 3.4 stretch~; 3.5 buster~; 3.6 bullseye~; 3.7 bookworm~; 3.9 trixie~; 3.14 trixie",
  golang:
    "1.7 jessie; 1.9 stretch; 1.11 buster~; 1.13 buster; 1.16 bullseye~; 1.17 bullseye; 1.19 bookworm~; 1.21 bookworm; 1.24 trixie~; 1.25 trixie",
  ruby: "2.2 jessie; 2.3 stretch~; 2.4 buster~; 2.6 bullseye~; 3.1 bookworm~; 3.2 trixie~; 4.0 trixie",
  rust: "1.19 stretch; 1.37 buster; 1.55 bullseye; 1.72 bookworm; 1.89 trixie~; 1.90 trixie",
  php: "5.6 stretch~; 7.1 buster~; 7.3 bullseye~; 8.1 trixie~; 8.5 trixie",
  openjdk:
    "6 wheezy; 7 jessie; 8 bullseye~; 12 oraclelinux7; 14 oraclelinux8~; 17 oraclelinux8; 22 oraclelinux9~; 24 oraclelinux9",
  openjdkSlim: "6 wheezy; 7 jessie; 8 bullseye~; 13 buster; 16 bullseye~; 19 bullseye; 21 bookworm~; 23 bookworm; 25 trixie~",
  temurin: "8 resolute~; 16 focal; 17 resolute~; 18 jammy~; 19 jammy; 21 resolute~; 22 noble~; 23 noble; 25 resolute~",
  gradle: "6.9 jammy~; 7.4 jammy; 7.6 noble~; 8.0 jammy; 8.12 noble~; 8.13 noble; 9.5 resolute~; 9.6 resolute",
  nginx:
    "1.10 jessie; 1.12 stretch; 1.16 buster~; 1.18 buster; 1.22 bullseye; 1.25 bookworm~; 1.26 bookworm; 1.28 trixie~; 1.30 trixie",
  httpd: "2.4 trixie~",
  postgres: "9 stretch; 12 bookworm~; 13 trixie~; 18 trixie",
  redis: "3 stretch; 4 buster~; 5 bullseye~; 6 bookworm~; 8 trixie~",
  haproxy:
    "1.7 buster; 2.2 bullseye~; 2.4 trixie~; 2.5 bullseye; 2.6 trixie~; 2.7 bookworm~; 2.8 trixie~; 2.9 bookworm~; 3.0 trixie~; 3.3 trixie",
  tomcat: "7.0 buster; 8.5 jammy~; 9.0 noble~; 10.0 jammy~; 10.1 noble~",
  perl: "5.26 buster; 5.30 bullseye~; 5.36 bookworm~; 5.38 trixie~",
  pypy: "2.7 trixie~; 3.5 stretch~; 3.6 buster~; 3.7 bullseye~; 3.8 bullseye; 3.10 bookworm~; 3.11 trixie~",
  haskell: "8.8 buster; 9.6 bullseye~; 9.10 bullseye; 9.12 bookworm",
  gcc: "8 buster; 9 bullseye~; 12 bookworm~; 13 bookworm; 14 trixie~; 16 trixie",
  mariadb: "5.5 trusty~; 10.0 xenial~; 10.1 bionic~; 10.3 focal~; 10.6 jammy~; 10.7 focal; 10.8 jammy~; 10.9 jammy; 11.4 noble",
  mongo: "3 xenial~; 4 focal~; 5 focal; 6 jammy~; 7 jammy; 8 noble",
  mysql: "5.7 oraclelinux7~; 8.0 oraclelinux9~; 8.2 oraclelinux8~; 8.3 oraclelinux8; 8.4 oraclelinux9~; 9.0 oraclelinux9",
  corretto: "8 al2023~; 15 al2; 17 al2023~; 18 al2; 21 al2023~; 22 al2023",
  dotnet: "2.1 stretch; 3.0 buster; 5.0 buster; 6.0 bullseye; 8.0 bookworm; 10.0 noble",
} as const;

/** The rows of such a table, by version. */
export function releaseRows(table: string): (readonly [from: string, os: string])[] {
  return table.split("; ").map((entry) => {
    const [from = "0", os = ""] = entry.split(" ");
    return [from, os];
  });
}

/** What a tag without any version ("latest", "slim", "lts") stood on at `AS_OF`, where the newest version is not it. */
export const LATEST_RELEASES: ReadonlyMap<string, string> = new Map([["node:lts", "bookworm"]]);
