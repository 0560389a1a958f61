import type { PackageKind } from "./package.js";

/** A package as one file tells of it: what the system, the layers and other files add comes with the catalogue. */
export interface Found {
  readonly kind: PackageKind;
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly source?: { readonly name: string; readonly version: string };
  readonly licences?: readonly string[];
  /** Who packaged it for the system, where that is known not to be the distribution or where only the distribution's name can tell. */
  readonly vendor?: string;
  readonly development?: boolean;
  /** npm: the names of what it needs to run, and of what only its developers need. */
  readonly needs?: readonly string[];
  readonly developmentNeeds?: readonly string[];
  /** Where in the file, when that is an archive (`BOOT-INF/lib/a.jar`) or lists others (`node_modules/a`). */
  readonly within?: string;
}

/** The kinds of file that tell of packages. */
export type EvidenceFrom =
  | "dpkg"
  | "dpkg-part"
  | "dpkg-files"
  | "dpkg-licences"
  | "apk"
  | "rpm"
  | "npm"
  | "npm-app"
  | "npm-lock"
  | "python"
  | "archive"
  | "program"
  | "runtime"
  | "gem"
  | "composer"
  | "nuget";

/**
 * All that one file of one layer says of packages: plain data (JSON and back is the same), so that it can be kept with a layer's
 * other results and the file itself let go of.
 */
export interface Evidence {
  readonly from: EvidenceFrom;
  readonly packages: readonly Found[];
  /** Paths that packages of the system own, by package, as the package spells them; those alone that could tell of packages themselves. */
  readonly owns?: readonly (readonly [owner: string, ...paths: string[]])[];
  /** Why the list may be short: a form that is not read, a broken file, a limit. */
  readonly gap?: string;
}

/** What readers need of the world outside of this room. */
export interface Tools {
  /**
   * Unpacks raw deflate or a zlib stream. null: broken, or more than `most` bytes come out, which are never all held.
   */
  inflate(packed: Uint8Array, form: "raw" | "zlib", most: number): Uint8Array | null;
}

/** The text of a file; what is no UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
