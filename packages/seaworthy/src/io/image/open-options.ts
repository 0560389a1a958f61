import type { RegistrySettings } from "../../models/image/registry-settings.js";
import type { Env } from "../engine/docker-config.js";
import type { ImageNotes } from "./image-notes.js";
import type { ReadLayerOptions } from "./read-layer.js";

/** What opening an image needs to know: where images stream by (an engine, a compressed archive) they are read in the same pass. */
export interface OpenOptions {
  readonly platform: string | null;
  readonly pass: ReadLayerOptions;
  readonly env: Env;
  /** An archive for the name `-`. */
  readonly stdin?: AsyncIterable<Uint8Array> | null;
  /** What the config says of registries, by their hosts. */
  readonly registries?: Readonly<Record<string, RegistrySettings>>;
  /** What former runs learned of images. */
  readonly notes?: ImageNotes | null;
  /** Whether a former run kept the layer of a diff id. */
  readonly isKept?: (diffId: string) => boolean;
  /** Told the bytes that there are to read, where they are known before the layers are. */
  readonly onSize?: (bytes: number) => void;
}
