export interface Layer {
  readonly index: number;
  /** `sha256:…` of the uncompressed tar. */
  readonly diffId: string;
  /** `sha256:…` of the blob as it is stored; null where it is not (an engine, a docker-archive). */
  readonly digest: string | null;
  /** Bytes as stored. */
  readonly size: number;
  /** Sum of the bytes of the files in it. */
  readonly bytes: number;
  readonly files: number;
  /** The instruction of the history that made it. */
  readonly createdBy: string | null;
  /** True when the base's, false when ours, null when not known. */
  readonly fromBase: boolean | null;
}

/** A credential that was found by its content. Its value is nowhere in the model. */
export interface LayerSecret {
  /** The pattern's id. */
  readonly rule: string;
  readonly description: string;
  readonly where: "file" | "env" | "label" | "history" | "argument";
  /** Index of the layer that added it; null outside layers. */
  readonly layer: number | null;
  /** The path for a file, the name for env and labels, the line's number for history. */
  readonly path: string;
  /** 1-based line in the file; null where lines mean nothing. */
  readonly line: number | null;
  /** The layer that deleted or replaced the file later: it is still in the image. */
  readonly hiddenBy: number | null;
  /** False: it may be one; what would tell is not in the image. */
  readonly certain: boolean;
}

/** Bytes that are in the layers and not in the final file system. */
export interface Waste {
  /** All layer bytes − final file system bytes. */
  readonly reclaimable: number;
  /** The largest first, bounded. */
  readonly paths: readonly WastedPath[];
  /** By layer index: bytes of the layer that a later one hides. */
  readonly byLayer: readonly number[];
}

export interface WastedPath {
  readonly path: string;
  readonly bytes: number;
  readonly layer: number;
  readonly hiddenBy: number;
  /** `replaced`: by other content; `metadata`: by the same content with other mode or owner; `deleted`. */
  readonly how: "replaced" | "metadata" | "deleted";
}
