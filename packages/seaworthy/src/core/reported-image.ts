/** A layer of the report, the lowest first. */
export interface ReportedLayer {
  readonly index: number;
  readonly diffId: string;
  readonly digest: string | null;
  /** Bytes as stored. */
  readonly size: number;
  /** Bytes of its files. */
  readonly bytes: number;
  readonly files: number;
  readonly createdBy: string | null;
  readonly fromBase: boolean | null;
  /** Bytes of its files that a later layer replaces or deletes. */
  readonly wasted: number;
}

export interface ReportedPackage {
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly path: string;
  readonly layer: number | null;
  readonly licences: readonly string[];
  readonly source: { readonly name: string; readonly version: string } | null;
}

/** `counted` and `unfixed` keep the image from shipping; `undecided` may; the others do not. */
export type Standing = "counted" | "unfixed" | "undecided" | "accepted" | "below" | "ignored";

export interface ReportedVulnerability {
  readonly id: string;
  /** The id that people know it by. */
  readonly name: string;
  readonly aliases: readonly string[];
  readonly package: string;
  readonly version: string;
  readonly purl: string;
  readonly layer: number | null;
  /** Whose it is; null where the base is not known. */
  readonly origin: "base" | "ours" | null;
  readonly summary: string;
  readonly severity: "critical" | "high" | "medium" | "low" | "negligible" | "unknown";
  readonly severityBy: string;
  readonly score: number | null;
  readonly fixedIn: string | null;
  readonly knownExploited: boolean;
  readonly epss: number | null;
  readonly standing: Standing;
  readonly ignored: null | { readonly reason: string; readonly until: string | null; readonly by: string };
}

/** What was seen of a built image, besides verdicts. */
export interface ReportedImage {
  readonly reference: string;
  readonly digest: string;
  /** `linux/arm64/v8` */
  readonly platform: string;
  readonly form: "docker" | "oci" | "rootfs";
  readonly created: string | null;
  readonly os: string | null;
  readonly base: null | {
    readonly reference: string | null;
    readonly digest: string | null;
    readonly layers: number | null;
    readonly by: string;
  };
  /** Bytes of the layers as stored. */
  readonly size: number;
  /** Bytes of the final file system. */
  readonly bytes: number;
  readonly files: number;
  readonly layers: readonly ReportedLayer[];
  /** Bytes in the layers that are not in the final file system. */
  readonly reclaimable: number;
  readonly wasted: readonly {
    readonly path: string;
    readonly bytes: number;
    readonly layer: number;
    readonly hiddenBy: number;
    readonly how: "replaced" | "metadata" | "deleted";
  }[];
  readonly packages: readonly ReportedPackage[];
  /** null: no database and no other scanner was asked. */
  readonly advisories: null | {
    readonly by: string;
    readonly date: string | null;
    readonly fixture: boolean;
    /** Why the list may be short. */
    readonly gaps: readonly string[];
    readonly vulnerabilities: readonly ReportedVulnerability[];
  };
  readonly unread: readonly { readonly layer: number | null; readonly path: string | null; readonly because: string }[];
}
