import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
} from "node:fs";
import { causeOf } from "../text.js";
import type { ImageSource } from "./image-source.js";
import { LayerPass } from "./layer-pass.js";
import type { LayerRead, ReadLayerOptions } from "./read-layer.js";
import type { TarEntry, TarType } from "./tar/header.js";

const PIECE = 256 * 1024;
/** Files after which others get a turn. */
const TURN = 500;
const SLASH = Buffer.from("/");
const EMPTY = Buffer.alloc(0);

/**
 * An unpacked root file system: one layer without a configuration. No link is followed, no device or pipe opened, no other file system
 * entered that is mounted below it.
 */
export function rootFolder(root: string): ImageSource {
  return {
    digest: "",
    configDigest: "",
    form: "rootfs",
    config: {},
    annotations: {},
    provenance: null,
    layers: [{ diffId: "", digest: null, size: null }],
    read: async (layers, options, take) => {
      for (const layer of layers) take(layer, await readFolder(root, options));
    },
    close: async () => {},
  };
}

async function readFolder(root: string, options: ReadLayerOptions): Promise<LayerRead> {
  const pass = new LayerPass(options);
  const top = lstatSync(root, { bigint: true });
  /** First names of files that have several, by device and number. */
  const names = new Map<string, Buffer>();
  const open: Buffer[] = [EMPTY];
  const piece = Buffer.allocUnsafe(PIECE);
  let seen = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of listed(root, folder, pass)) {
      const path = folder.length === 0 ? name : Buffer.concat([folder, SLASH, name]);
      const full = fullPath(root, path);
      const stat = attempt(path, pass, () => lstatSync(full, { bigint: true }));
      const type = stat && typeOf(stat);
      if (!stat || !type) continue;
      if (stat.dev !== top.dev && type === "directory")
        pass.refuse(path, "is another file system, mounted here: it was not entered");
      else if (type === "directory") open.push(path);
      const key = `${stat.dev}:${stat.ino}`;
      const first = type === "file" && stat.nlink > 1n ? names.get(key) : undefined;
      if (type === "file" && stat.nlink > 1n && !first) names.set(key, path);
      const entry: TarEntry = {
        path,
        link: first ?? (type === "symlink" ? (attempt(path, pass, () => readlinkSync(full, "buffer")) ?? EMPTY) : EMPTY),
        type: first ? "hardlink" : type,
        size: type === "file" && !first ? Number(stat.size) : 0,
        mode: Number(stat.mode) & 0o7777,
        uid: Number(stat.uid),
        gid: Number(stat.gid),
        sparse: null,
      };
      if (pass.entry(entry)) {
        if (pass.looks) attempt(path, pass, () => content(full, entry.size, piece, pass, options));
        pass.end();
      }
      if (++seen % TURN === 0) await new Promise(setImmediate);
    }
  }
  return { digest: "", size: 0, diffId: "", unpacked: 0, contents: pass.contents() };
}

function listed(root: string, folder: Buffer, pass: LayerPass): Buffer[] {
  const found = attempt(folder, pass, () => readdirSync(fullPath(root, folder), { encoding: "buffer" }));
  return (found ?? []).sort(Buffer.compare);
}

function fullPath(root: string, path: Buffer): Buffer {
  return Buffer.concat([Buffer.from(root), SLASH, path]);
}

function typeOf(stat: BigIntStats): TarType | null {
  if (stat.isFile()) return "file";
  if (stat.isDirectory()) return "directory";
  if (stat.isSymbolicLink()) return "symlink";
  if (stat.isCharacterDevice()) return "character";
  if (stat.isBlockDevice()) return "block";
  // Sockets are of running programs, no image holds them.
  return stat.isFIFO() ? "fifo" : null;
}

/** Shows a file's content; what grows or shrinks meanwhile is read to the size that it was listed with. */
function content(path: Buffer, size: number, piece: Buffer, pass: LayerPass, options: ReadLayerOptions): void {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(file).isFile()) return;
    for (let at = 0; at < size; ) {
      const count = readSync(file, piece, 0, Math.min(PIECE, size - at), at);
      if (count === 0) return;
      pass.data(piece, 0, count, at);
      options.onBytes?.(count);
      at += count;
    }
  } finally {
    closeSync(file);
  }
}

/** What cannot be read is told and left out. */
function attempt<T>(path: Buffer, pass: LayerPass, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    pass.refuse(path, causeOf(error)[1]);
    return null;
  }
}
