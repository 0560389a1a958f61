import type { PackageKind } from "../package/package.js";

/** OSV's ecosystem of a kind of package that belongs to no operating system. */
const LANGUAGES: Readonly<Partial<Record<PackageKind, string>>> = {
  npm: "npm",
  pypi: "PyPI",
  golang: "Go",
  maven: "Maven",
  gem: "RubyGems",
  composer: "Packagist",
  cargo: "crates.io",
  nuget: "NuGet",
  // Programs that no manager knows: Bitnami's advisories speak of their upstream releases.
  binary: "Bitnami",
};

const LANGUAGE_NAMES: ReadonlySet<string> = new Set(Object.values(LANGUAGES));

/** What Bitnami calls a program, where the cataloguer calls it otherwise. */
const BITNAMI: Readonly<Record<string, string>> = {
  openjdk: "java",
  temurin: "java",
  corretto: "java",
  zulu: "java",
  liberica: "java",
  jdk: "java",
  jre: "java",
  postgres: "postgresql",
  "redis-server": "redis",
  httpd: "apache",
  mongod: "mongodb",
  go: "golang",
};

/** The ecosystem of a language's packages or of a bare program; null for packages of an operating system. */
export function languageEcosystem(kind: PackageKind): string | null {
  return LANGUAGES[kind] ?? null;
}

/** `Debian:12` → `Debian`. */
export function ecosystemOf(written: string): string {
  const colon = written.indexOf(":");
  return colon < 0 ? written : written.slice(0, colon);
}

/**
 * The release under which a record's package is kept: as it is written for systems, without the repository's address for languages.
 * null: a paid stream of Ubuntu, whose fixes the public archive has not.
 */
export function releaseOf(written: string): string | null {
  const ecosystem = ecosystemOf(written);
  if (LANGUAGE_NAMES.has(ecosystem)) return ecosystem;
  return /^Ubuntu:(?:Pro|FIPS)/.test(written) ? null : written;
}

/** A package's name as the ecosystem's own rules make writings of it equal. */
export function normalizedName(ecosystem: string, name: string): string {
  switch (ecosystem) {
    case "PyPI":
      return name.toLowerCase().replace(/[-_.]+/g, "-");
    case "Packagist":
    case "NuGet":
      return name.toLowerCase();
    case "Bitnami": {
      const plain = name.toLowerCase();
      return Object.hasOwn(BITNAMI, plain) ? (BITNAMI[plain] ?? plain) : plain;
    }
    default:
      return name;
  }
}
