import { PACKAGE_TOOLS } from "../io/image/inflate.js";
import { assembleImage } from "../models/image/assemble.js";
import type { OperatingSystem } from "../models/image/image.js";
import { Kind, LayerEntries } from "../models/image/layer-entries.js";
import type { Json, LayerWatcher } from "../models/image/layer-watcher.js";
import { parseImageConfig } from "../models/image/parse-config.js";
import type { CataloguedImage } from "../models/package/catalogue.js";
import { PACKAGES, packageWatcher } from "../models/package/package-watcher.js";

/** A file of a layer: its content, a link, one that can be run, or null for one that the layer deletes. */
export type LayerFile = string | Uint8Array | { readonly link: string } | { readonly program: Uint8Array } | null;

/** What a catalogue is made from, of layers that are written down file by file. */
export function imageParts(
  layers: readonly Readonly<Record<string, LayerFile>>[],
  os: OperatingSystem | null = null,
  form: "docker" | "rootfs" = "docker",
): CataloguedImage {
  const watcher = packageWatcher(PACKAGE_TOOLS);
  const { image } = assembleImage({
    reference: "acme/api:1.0.0",
    digest: "",
    configDigest: "",
    form,
    today: "2026-11-27",
    parsed: parseImageConfig({}),
    base: null,
    provenance: null,
    wanted: [],
    layers: layers.map((files) => ({ diffId: "", digest: null, size: 0, contents: contentsOf(files, watcher) })),
  });
  return { files: image.files, found: image.found, form, os };
}

function contentsOf(files: Readonly<Record<string, LayerFile>>, watcher: LayerWatcher) {
  const entries = new LayerEntries();
  const found: { entry: number; value: Json }[] = [];
  for (const [path, file] of Object.entries(files)) {
    const link = file !== null && typeof file === "object" && "link" in file ? file.link : "";
    const program = file !== null && typeof file === "object" && "program" in file ? file.program : null;
    const bytes = program ?? (file === null || link !== "" ? new Uint8Array() : Buffer.from(file as string));
    const mode = program ? 0o755 : 0o644;
    const kind = file === null ? Kind.whiteout : link === "" ? Kind.file : Kind.symlink;
    const entry = entries.add({
      path: Buffer.from(path.slice(1)),
      link: Buffer.from(link),
      kind,
      mode,
      uid: 0,
      gid: 0,
      size: bytes.length,
    });
    const watch = kind === Kind.file ? watcher.file({ path, size: bytes.length, mode }) : null;
    let wants = true;
    for (const piece of [bytes.subarray(0, 300), bytes.subarray(300)])
      if (wants && piece.length > 0) wants = watch?.chunk(piece) ?? false;
    const value = watch?.end() ?? null;
    if (value !== null) found.push({ entry, value: JSON.parse(JSON.stringify(value)) });
  }
  return { entries, kept: new Map(), passedOver: new Map(), found: new Map([[PACKAGES, found]]), refused: [] };
}

export const DEBIAN: OperatingSystem = { id: "debian", versionId: "12", prettyName: "Debian GNU/Linux 12 (bookworm)" };
export const ALPINE: OperatingSystem = { id: "alpine", versionId: "3.20.3", prettyName: "Alpine Linux v3.20" };
