/** The kind of a package, as package URLs name it; `binary` for a program that no manager knows. */
export type PackageKind =
  | "deb"
  | "apk"
  | "rpm"
  | "npm"
  | "pypi"
  | "golang"
  | "maven"
  | "gem"
  | "composer"
  | "cargo"
  | "nuget"
  | "binary";

/** One installed package of an image. */
export interface Package {
  readonly kind: PackageKind;
  /** `@scope/name` for npm, `group:artifact` for Maven, the module path for Go. */
  readonly name: string;
  readonly version: string;
  readonly architecture: string | null;
  /** The source package that advisories of distributions speak of; null: the package itself. */
  readonly source: { readonly name: string; readonly version: string } | null;
  /** Package URL, percent-encoded as its specification asks. */
  readonly purl: string;
  /** The file that says so: a status file, a manifest, an archive, a binary. */
  readonly path: string;
  /** Index of the layer that installed it in this version; null where it cannot be told. */
  readonly layer: number | null;
  readonly licences: readonly string[];
  /** A development dependency or a build tool by the manager's own word (npm `devDependencies`); null: not said. */
  readonly development: boolean | null;
  /** Owned by a package of the operating system: the distribution's advisories judge it. */
  readonly ownedBy: string | null;
  /** Not from the distribution's own archive (docker-ce, nodesource…): the distribution's advisories do not judge it. */
  readonly thirdParty: boolean;
}
