import { type Blobs, plainName } from "./blobs.js";
import { compressionOf, unpacked } from "./decompress.js";
import { type LayerOutcome, outcomeOf, type ReadLayers } from "./layer-bytes.js";
import type { ReadLayerOptions } from "./read-layer.js";
import { type TarEntry, TarError } from "./tar/header.js";
import { TarReader } from "./tar/tar-reader.js";

/** JSON files of an archive that are kept while it streams by: one of them, and all. */
const LARGEST_JSON = 8 * 1024 * 1024;
const ALL_JSON = 64 * 1024 * 1024;
const MOST_FILES = 200_000;
const MOST_LINKS = 40;
/** So many bytes tell a layer from a JSON file. */
const HEAD = 512;

export interface ArchiveStream {
  /**
   * The bytes of the archive, unpacked, from the start: asked for again where a file is needed that was not looked for the first time.
   * null: they came by a pipe and are gone.
   */
  open(): AsyncIterable<Uint8Array> | null;
  /** Layers by these names are not read: they are known already. */
  readonly skips?: (name: string) => boolean;
}

/**
 * The files of an archive that streams by once (compressed as a whole, or out of an engine): what looks like a layer is read in passing,
 * what looks like JSON is kept. Throws TarError where the archive is cut off, BlobError where its compression is broken.
 */
export async function streamedBlobs(stream: ArchiveStream, options: ReadLayerOptions): Promise<Blobs> {
  const bytes = stream.open();
  let first: Passed | null = bytes ? await pass(bytes, options, (name) => !(stream.skips?.(name) ?? false)) : new Passed();
  const { json, links, sizes } = first;
  const follow = (name: string) => {
    let target = plainName(name);
    for (let left = MOST_LINKS; left > 0 && links.has(target); left--) target = links.get(target) as string;
    return target;
  };
  return {
    async blob(name) {
      const bytes = json.get(follow(name));
      return bytes ? { size: bytes.length, bytes: () => onePiece(bytes) } : null;
    },
    async layers(names) {
      const files = names.map(follow);
      const read: ReadLayers = async (layers, again, take) => {
        const wanted = new Set(layers.map((i) => files[i] as string));
        const known = first?.layers ?? new Map<string, LayerOutcome>();
        const bytes = [...wanted].every((name) => known.has(name)) ? null : stream.open();
        const passed = bytes ? (await pass(bytes, again, (name) => wanted.has(name))).layers : known;
        // What was found is let go of with the first that takes it.
        first = null;
        for (const i of layers) take(i, passed.get(files[i] as string) ?? { because: `${names[i]} is not there` });
      };
      return { sizes: files.map((name) => sizes.get(name) ?? null), read };
    },
    close: async () => {
      first = null;
    },
  };
}

/** An archive that comes by a pipe, unpacked if it is compressed as a whole. Throws BlobError. */
export async function* unpackedPipe(pipe: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = pipe[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  for (let next = await input.next(); !next.done; next = await input.next()) {
    head = Buffer.concat([head, next.value]);
    if (head.length >= 8) break;
  }
  yield* unpacked(headed(head, input), compressionOf(head));
}

async function* headed(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What one pass over an archive gives, by the names in it. */
class Passed {
  readonly json = new Map<string, Uint8Array>();
  readonly layers = new Map<string, LayerOutcome>();
  readonly links = new Map<string, string>();
  readonly sizes = new Map<string, number>();
}

async function pass(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadLayerOptions,
  reads: (name: string) => boolean,
): Promise<Passed> {
  const passed = new Passed();
  const files = new Files(passed, options, reads);
  const reader = new TarReader(files);
  try {
    for await (const piece of bytes) {
      reader.push(piece);
      await files.settle();
    }
    reader.finish();
    return passed;
  } finally {
    await files.abandon();
  }
}

type Step = { readonly begin: string; readonly size: number } | { readonly piece: Uint8Array } | "end";

/** Takes the files of an archive as they come; what they need to wait for is done between two pieces of the archive. */
class Files {
  private steps: Step[] = [];
  private file: { name: string; head: Uint8Array; size: number; layer: Channel | null } | null = null;
  private jsonBytes = 0;
  private readonly passed: Passed;
  private readonly options: ReadLayerOptions;
  private readonly reads: (name: string) => boolean;

  constructor(passed: Passed, options: ReadLayerOptions, reads: (name: string) => boolean) {
    this.passed = passed;
    this.options = options;
    this.reads = reads;
  }

  entry(entry: TarEntry): boolean {
    const { links, sizes } = this.passed;
    const name = plainName(Buffer.from(entry.path).toString());
    if (links.size + sizes.size > MOST_FILES) throw new TarError(`more than ${MOST_FILES} files`);
    if (entry.type === "symlink" || entry.type === "hardlink") {
      const folder = entry.type === "symlink" ? name.slice(0, name.lastIndexOf("/") + 1) : "";
      links.set(name, plainName(folder + Buffer.from(entry.link).toString()));
    }
    if (entry.type !== "file" || entry.sparse) return false;
    sizes.set(name, entry.size);
    this.steps.push({ begin: name, size: entry.size });
    return true;
  }

  data(chunk: Uint8Array, start: number, end: number): void {
    this.steps.push({ piece: chunk.subarray(start, end) });
  }

  end(): void {
    this.steps.push("end");
  }

  /** Does all that came since the last time. */
  async settle(): Promise<void> {
    const { steps } = this;
    this.steps = [];
    for (const step of steps) {
      if (step === "end") await this.finish();
      else if ("begin" in step) this.file = { name: step.begin, head: new Uint8Array(0), size: step.size, layer: null };
      else await this.take(step.piece);
    }
  }

  async abandon(): Promise<void> {
    await this.file?.layer?.fail(new TarError("the archive is cut off"));
  }

  private async take(piece: Uint8Array): Promise<void> {
    const { file } = this;
    if (!file) return;
    if (file.layer) return file.layer.give(piece);
    file.head = Buffer.concat([file.head, piece]);
    if (file.head.length >= Math.min(HEAD, file.size)) await this.decide(file);
  }

  /** The beginning of a file is there: a layer is read from here on, JSON is kept, the rest passes. */
  private async decide(file: NonNullable<typeof this.file>): Promise<void> {
    if (isLayer(file.head)) {
      if (!this.reads(file.name)) this.file = null;
      else {
        file.layer = new Channel((bytes) => outcomeOf(bytes, this.options));
        await file.layer.give(file.head);
      }
    } else if (file.size > LARGEST_JSON || this.jsonBytes + file.size > ALL_JSON) this.file = null;
  }

  private async finish(): Promise<void> {
    const { file } = this;
    this.file = null;
    if (!file) return;
    if (file.layer) this.passed.layers.set(file.name, await file.layer.end());
    else {
      this.jsonBytes += file.head.length;
      this.passed.json.set(file.name, file.head);
    }
  }
}

function isLayer(head: Uint8Array): boolean {
  try {
    if (compressionOf(head) !== "none") return true;
  } catch {
    // Compressed in a way that no layer may be: reading it says so.
    return true;
  }
  // A header of an entry, of the old form too (its mode begins with a zero), or the zeros of an empty archive.
  if (head.length < HEAD) return false;
  return (
    Buffer.from(head.subarray(257, 262)).toString("latin1") === "ustar" ||
    head[0] === 0 ||
    (head[100] === 0x30 && head[107] === 0)
  );
}

/** Hands pieces to a reader of its own, one at a time: `give` waits until a piece is used. */
class Channel implements AsyncIterable<Uint8Array> {
  private piece: Uint8Array | null = null;
  private over = false;
  private error: Error | null = null;
  private wake: (() => void) | null = null;
  private used: (() => void) | null = null;
  private readonly outcome: Promise<LayerOutcome>;
  private done = false;

  constructor(read: (bytes: AsyncIterable<Uint8Array>) => Promise<LayerOutcome>) {
    this.outcome = read(this);
    const settle = () => {
      this.done = true;
      this.used?.();
    };
    this.outcome.then(settle, settle);
  }

  async give(piece: Uint8Array): Promise<void> {
    // A reader that gave up needs no more.
    if (this.done) return;
    this.piece = piece;
    const used = new Promise<void>((resolve) => {
      this.used = resolve;
    });
    this.wake?.();
    await used;
  }

  end(): Promise<LayerOutcome> {
    this.over = true;
    this.wake?.();
    return this.outcome;
  }

  async fail(error: Error): Promise<void> {
    this.error = error;
    this.wake?.();
    await this.outcome.catch(() => undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.piece) {
        const { piece } = this;
        this.piece = null;
        yield piece;
        this.used?.();
      } else if (this.error) throw this.error;
      else if (this.over) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}
