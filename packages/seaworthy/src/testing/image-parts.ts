import { inflateRawSync, inflateSync } from "node:zlib";
import type { FileEntry, FileIndex } from "../models/image/file-index.js";
import type { OperatingSystem } from "../models/image/image.js";
import type { ImageParts } from "../models/package/catalogue.js";
import type { Evidence, Tools } from "../models/package/evidence.js";
import { isProgram, LARGEST, sourceIn } from "../models/package/interest.js";
import { readEvidence, unreadEvidence } from "../models/package/read-evidence.js";
import { type ImageFile, imageOf } from "./lone-image.js";

/** A file of a layer: its content, a link, one that can be run, or null for one that the layer deletes. */
export type LayerFile = string | Uint8Array | { readonly link: string } | { readonly program: Uint8Array } | null;

export const TOOLS: Tools = {
  inflate(packed, form, most) {
    try {
      const options = { maxOutputLength: Math.max(most, 1) };
      return form === "raw" ? inflateRawSync(packed, options) : inflateSync(packed, options);
    } catch {
      return null;
    }
  },
};

/** What a catalogue is made from, of layers that are written down file by file. */
export function imageParts(
  layers: readonly Readonly<Record<string, LayerFile>>[],
  os: OperatingSystem | null = null,
): ImageParts {
  const files: Record<string, ImageFile> = {};
  const evidence = layers.map((layer, index) => {
    const told = new Map<string, Evidence>();
    for (const [path, file] of Object.entries(layer)) {
      if (file === null) {
        delete files[path];
      } else if (typeof file === "object" && "link" in file) {
        files[path] = { type: "symlink", target: file.link, layer: index };
      } else {
        const program = typeof file === "object" && "program" in file;
        const bytes = typeof file === "string" ? Buffer.from(file) : program ? file.program : file;
        const mode = program ? 0o755 : 0o644;
        files[path] = { size: bytes.length, mode, layer: index };
        const from = sourceIn(path, mode);
        if (from === null || (from === "program" && !isProgram(bytes))) continue;
        const one = bytes.length > LARGEST ? unreadEvidence(from, "too large") : readEvidence(from, path, bytes, TOOLS);
        if (one) told.set(path, JSON.parse(JSON.stringify(one)));
      }
    }
    return told;
  });
  const index = imageOf({ files }).files;
  return { files: { ...index, resolve: (path) => resolved(index, path) }, os, evidence, layered: true };
}

/** Follows the links of folders too. */
function resolved(index: FileIndex, path: string, left = 40): FileEntry | null {
  let at = "";
  const parts = path.split("/").filter((part) => part !== "");
  for (const [number, part] of parts.entries()) {
    const entry = index.entry(`${at}/${part}`);
    if (entry?.type === "symlink") {
      const target = entry.target?.startsWith("/") ? entry.target : `${at}/${entry.target}`;
      return left === 0 ? null : resolved(index, [target, ...parts.slice(number + 1)].join("/"), left - 1);
    }
    at = part === ".." ? at.slice(0, at.lastIndexOf("/")) : `${at}/${part}`;
  }
  return index.entry(at);
}

export const DEBIAN: OperatingSystem = { id: "debian", versionId: "12", prettyName: "Debian GNU/Linux 12 (bookworm)" };
export const ALPINE: OperatingSystem = { id: "alpine", versionId: "3.20.3", prettyName: "Alpine Linux v3.20" };
