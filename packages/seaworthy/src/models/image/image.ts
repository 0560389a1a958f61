import type { Advisories } from "../advisory/advisory.js";
import type { Package } from "../package/package.js";
import type { KnownBase } from "./base.js";
import type { HistoryEntry, ImageConfig, Platform } from "./config.js";
import type { FileIndex } from "./file-index.js";
import type { Layer, LayerSecret, Waste } from "./layer.js";
import type { Provenance } from "./provenance.js";

/** The operating system by the image's own os-release. */
export interface OperatingSystem {
  /** `debian`, `alpine`, `ubuntu`…: ID of os-release. */
  readonly id: string;
  readonly versionId: string | null;
  readonly prettyName: string;
}

/** A layer or a file that could not be read, and why: what it holds is unknown, never clean. */
export interface Unread {
  readonly layer: number | null;
  readonly path: string | null;
  readonly because: string;
}

/** A built image: everything that a rule may look at, as plain data. */
export interface Image {
  /** As the person named it. */
  readonly reference: string;
  /** Digest of the manifest, or of the configuration where there is no manifest (an engine, a docker-archive); "" for a bare root file system. */
  readonly digest: string;
  /** Digest of the configuration, which an engine knows an image by; "" where there is none. */
  readonly configDigest: string;
  readonly platform: Platform;
  /** The form it was read in: the OCI form carries no health check. A root file system has no configuration. */
  readonly form: "docker" | "oci" | "rootfs";
  /** The day of the inspection, `YYYY-MM-DD`. */
  readonly today: string;
  readonly config: ImageConfig;
  readonly history: readonly HistoryEntry[];
  readonly layers: readonly Layer[];
  readonly files: FileIndex;
  /**
   * The content of a file of the final file system that a rule or a cataloguer declared, links followed inside the root.
   * null: not there, not a file, larger than its limit or in a layer that could not be read (both are told in `unread`).
   */
  content(path: string): Uint8Array | null;
  /** The same as text; bytes that are no UTF-8 become U+FFFD. */
  text(path: string): string | null;
  readonly os: OperatingSystem | null;
  readonly base: KnownBase | null;
  /** What the builder attests; null where the source keeps no attestation (an engine with its classic store, a docker-archive). */
  readonly provenance: Provenance | null;
  readonly packages: readonly Package[];
  /** Credentials found by content in any layer (deleted files too), the configuration, the history and the labels. */
  readonly secrets: readonly LayerSecret[];
  readonly waste: Waste;
  /** null: no database was asked. */
  readonly advisories: Advisories | null;
  readonly unread: readonly Unread[];
}
