import * as zlib from "node:zlib";
import type { LayerContents } from "../../models/image/layer-contents.js";
import { Kind, LayerEntries } from "../../models/image/layer-entries.js";
import { cleanPath, isDots } from "../../models/image/layer-path.js";
import type { FileWatch, Json, LayerWatcher } from "../../models/image/layer-watcher.js";
import type { Wanted } from "../../models/image/wanted.js";
import { crc32 } from "./crc32.js";
import { type TarEntry, TarError } from "./tar/header.js";
import type { TarHandler } from "./tar/tar-reader.js";

/** What a pass looks for. */
export interface PassOptions {
  readonly wanted: Wanted;
  readonly watchers: readonly LayerWatcher[];
}

/** The kernel makes no longer path; an engine cannot unpack one. */
const LONGEST_PATH = 4096;
const MOST_ENTRIES = 10_000_000;
const MOST_REFUSED = 100;
/** Bytes of all that is kept of one layer. */
const MOST_KEPT = 128 * 1024 * 1024;
/** Scripts that can be started are kept whatever their names: entry points are found by following links and words of other scripts. */
const LARGEST_SCRIPT = 64 * 1024;
const WHITEOUT = Buffer.from(".wh.");
const META = Buffer.from(".wh..wh.");
const OPAQUE = Buffer.from(".wh..wh..opq");
const EMPTY = new Uint8Array(0);
const KINDS: Record<TarEntry["type"], Kind> = {
  file: Kind.file,
  directory: Kind.directory,
  symlink: Kind.symlink,
  hardlink: Kind.hardlink,
  character: Kind.character,
  block: Kind.block,
  fifo: Kind.fifo,
};
const sum: (bytes: Uint8Array, before: number) => number = zlib.crc32 ?? crc32;

/** Takes a layer in as it passes: its entries, the content of wanted files, what the watchers find. */
export class LayerPass implements TarHandler {
  private readonly options: PassOptions;
  private readonly entries = new LayerEntries();
  private readonly kept = new Map<number, Uint8Array>();
  private readonly passedOver = new Map<number, string>();
  private readonly found = new Map<string, { entry: number; value: Json }[]>();
  private readonly refused: { path: string; because: string }[] = [];
  private readonly asksPaths: boolean;
  private keptBytes = 0;
  /** The file that is passing. */
  private current = -1;
  private checksum = 0;
  private keeping: Uint8Array | null = null;
  private ifScript = false;
  private watches: { id: string; watch: FileWatch; enough: boolean }[] = [];

  constructor(options: PassOptions) {
    this.options = options;
    this.asksPaths = options.watchers.length > 0 || options.wanted.key !== "[]";
  }

  entry(entry: TarEntry): boolean {
    if (entry.path.length > LONGEST_PATH || entry.link.length > LONGEST_PATH)
      throw new TarError(`a path is longer than ${LONGEST_PATH} bytes`);
    if (this.entries.count === MOST_ENTRIES) throw new TarError(`more than ${MOST_ENTRIES.toLocaleString("en")} entries`);
    const path = cleanPath(entry.path);
    const link = entry.type === "hardlink" ? cleanPath(entry.link) : entry.type === "symlink" ? entry.link : EMPTY;
    if (!path || !link)
      return this.refuse(entry.path, path ? "is a hard link to a file outside of the root" : "leads out of the root");
    const name = path.subarray(path.lastIndexOf(0x2f) + 1);
    if (startsWith(name, WHITEOUT)) return this.whiteout(entry, path, name);
    this.current = this.entries.add({
      path,
      link,
      kind: KINDS[entry.type],
      mode: entry.mode,
      uid: id(entry.uid),
      gid: id(entry.gid),
      size: entry.size,
    });
    if (entry.type !== "file") return false;
    this.checksum = 0;
    if (this.asksPaths) this.interest(path, entry);
    return true;
  }

  data(chunk: Uint8Array, start: number, end: number, offset: number): void {
    const piece = start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end);
    this.checksum = sum(piece, this.checksum);
    this.keeping?.set(piece, offset);
    for (const one of this.watches) one.enough ||= !one.watch.chunk(piece);
  }

  end(): void {
    this.entries.sums[this.current] = this.checksum;
    if (this.keeping) {
      if (!this.ifScript || (this.keeping[0] === 0x23 && this.keeping[1] === 0x21)) {
        this.kept.set(this.current, this.keeping);
        this.keptBytes += this.keeping.length;
      }
      this.keeping = null;
    }
    for (const { id, watch } of this.watches) {
      const value = watch.end();
      if (value === null) continue;
      const list = this.found.get(id);
      if (list) list.push({ entry: this.current, value });
      else this.found.set(id, [{ entry: this.current, value }]);
    }
    this.watches = [];
  }

  /** Whether anybody looks at the content of the file that passes; false: its end may be told at once. */
  get looks(): boolean {
    return this.keeping !== null || this.watches.length > 0;
  }

  /** An entry that the archive or folder has and that could not be read. */
  refuse(path: Uint8Array, because: string): false {
    if (this.refused.length < MOST_REFUSED) this.refused.push({ path: `/${Buffer.from(path).toString()}`, because });
    return false;
  }

  contents(): LayerContents {
    const { entries, kept, passedOver, found, refused } = this;
    return { entries, kept, passedOver, found, refused };
  }

  private interest(bytes: Uint8Array, { size, mode }: TarEntry): void {
    const path = `/${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()}`;
    const limit = this.options.wanted.limit(path);
    this.ifScript = limit === 0;
    if (limit > 0 && size > limit) {
      if (this.options.wanted.misses(path)) this.passedOver.set(this.current, `is larger than ${limit} bytes`);
    } else if (size <= limit || ((mode & 0o111) !== 0 && size <= LARGEST_SCRIPT && size > 2)) {
      if (this.keptBytes + size <= MOST_KEPT) this.keeping = new Uint8Array(size);
      else if (limit > 0) this.passedOver.set(this.current, `is more than the ${MOST_KEPT} bytes that are kept of a layer`);
    }
    for (const watcher of this.options.watchers) {
      const watch = watcher.file({ path, size, mode });
      if (watch) this.watches.push({ id: watcher.id, watch, enough: false });
    }
  }

  /** Names that begin so are of no file: they hide what lower layers hold, or are an old driver's own. */
  private whiteout(entry: TarEntry, path: Uint8Array, name: Uint8Array): false {
    const folder = path.subarray(0, Math.max(0, path.length - name.length - 1));
    const hidden = name.subarray(WHITEOUT.length);
    const opaque = Buffer.compare(name, OPAQUE) === 0;
    if (!opaque && (hidden.length === 0 || startsWith(name, META))) return false;
    if (isDots(hidden, 1) || isDots(hidden, 2)) return this.refuse(entry.path, "deletes a folder by a path that leads out of it");
    const target = opaque ? folder : Buffer.concat([folder, Buffer.from(folder.length > 0 ? "/" : ""), hidden]);
    this.entries.add({ path: target, link: EMPTY, kind: opaque ? Kind.opaque : Kind.whiteout, mode: 0, uid: 0, gid: 0, size: 0 });
    return false;
  }
}

function startsWith(name: Uint8Array, prefix: Uint8Array): boolean {
  if (name.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (name[i] !== prefix[i]) return false;
  return true;
}

/** Owners are 32 bits wide; what lies outside belongs to nobody. */
function id(number: number): number {
  return number >= 0 && number <= 0xffffffff ? number : 0xffffffff;
}
