/** What may be kept of a layer from one run to the next. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A regular file of a layer, before its first byte. */
export interface PassingFile {
  /** Absolute, `/usr/bin/node`. */
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

/**
 * Sees the regular files of every layer as they pass, also those that a later layer deletes: one object for a whole run, asked of one
 * file after the other, of several layers in turn. Pure: what it finds depends on the file alone, because it is kept by layer
 * and not found again.
 */
export interface LayerWatcher {
  /** Names it in the cache. */
  readonly id: string;
  /** Changed whenever it would find other things in the same bytes: what was kept under another version is not used. */
  readonly version: string;
  /** null: this file is of no interest; decided before a byte of it is touched. */
  file(file: PassingFile): FileWatch | null;
}

export interface FileWatch {
  /**
   * The next bytes, in order, pieces of any size (mostly up to 256 KB; all of a small file at once). Valid during the call alone:
   * copy what is to stay. Holes of sparse files are left out. False: enough, no more of this file.
   */
  chunk(bytes: Uint8Array): boolean;
  /** The file is complete. What was found in it; null for nothing. */
  end(): Json;
}

/** What a watcher found in one file of one layer. */
export interface Found {
  readonly path: string;
  readonly layer: number;
  /** The layer that deleted or replaced the file; null where it is part of the final file system. */
  readonly hiddenBy: number | null;
  readonly value: Json;
}

/** A watcher that reads files whole. */
export interface WholeFileReader {
  readonly id: string;
  readonly version: string;
  /** Bytes of the largest file that is read. */
  readonly largest: number;
  wants(file: PassingFile): boolean;
  /** What stands for a file that is larger; default: nothing. Not asked of one that `begins` as another kind. */
  tooLarge?(file: PassingFile): Json;
  /** False: the first bytes (up to 512) show that the file is of another kind. */
  begins?(head: Uint8Array): boolean;
  /** What the file holds; null for nothing. The bytes are its own. */
  read(bytes: Uint8Array, file: PassingFile): Json;
}

const HEAD = 512;

/** As a watcher: the bytes of one file at a time are held, and let go of when it is read. */
export function wholeFiles(reader: WholeFileReader): LayerWatcher {
  return {
    id: reader.id,
    version: reader.version,
    file: (file) => (reader.wants(file) ? wholeFile(reader, file) : null),
  };
}

function wholeFile(reader: WholeFileReader, file: PassingFile): FileWatch {
  const fits = file.size <= reader.largest;
  const headSize = Math.min(HEAD, file.size);
  // Room for all of it is made when its beginning is known to be of the kind.
  let bytes = new Uint8Array(reader.begins || !fits ? headSize : file.size);
  let length = 0;
  let refused = false;
  return {
    chunk(piece) {
      let rest = piece;
      if (length < headSize) {
        const count = Math.min(headSize - length, piece.length);
        bytes.set(piece.subarray(0, count), length);
        length += count;
        rest = piece.subarray(count);
        if (length < headSize) return true;
        refused = reader.begins !== undefined && !reader.begins(bytes.subarray(0, length));
        if (refused || !fits) return false;
        if (bytes.length < file.size) {
          const all = new Uint8Array(file.size);
          all.set(bytes);
          bytes = all;
        }
      }
      bytes.set(rest, length);
      length += rest.length;
      return true;
    },
    end() {
      if (refused) return null;
      return fits ? reader.read(bytes.subarray(0, length), file) : (reader.tooLarge?.(file) ?? null);
    },
  };
}
