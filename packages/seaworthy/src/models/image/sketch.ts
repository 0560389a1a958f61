import type { ImageConfig } from "./config.js";
import type { FileEntry, FileIndex } from "./file-index.js";
import type { Image } from "./image.js";
import type { Layer } from "./layer.js";

/** A file of an image by its text, or an entry with what differs from a plain file. */
export type SketchedFile = string | (Partial<Omit<FileEntry, "path">> & { readonly text?: string });

/** What an example or a case says of an image; the rest is that of an empty one. */
export type ImageSketch = Omit<Partial<Image>, "config" | "files"> & {
  readonly config?: Partial<ImageConfig>;
  readonly files?: Readonly<Record<string, SketchedFile>>;
};

const CONFIG: ImageConfig = {
  user: "",
  env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  entrypoint: [],
  cmd: [],
  workingDir: "",
  exposedPorts: [],
  volumes: [],
  labels: {},
  stopSignal: "",
  shell: [],
  healthcheck: null,
  onBuild: [],
  created: null,
};

const PLAIN: Omit<FileEntry, "path"> = { type: "file", size: 0, mode: 0o644, uid: 0, gid: 0, layer: 0, target: null };
const MOST_LINKS = 40;

/** An image made of a few facts, for examples and for the tests of rules. */
export function imageOf(given: ImageSketch = {}): Image {
  const { config, files = {}, ...rest } = given;
  const texts = new Map<string, Uint8Array>();
  const entries = new Map<string, FileEntry>();
  for (const [path, file] of Object.entries(files)) {
    const { text, ...entry } = typeof file === "string" ? { text: file } : file;
    const bytes = new TextEncoder().encode(text ?? "");
    if (text !== undefined) texts.set(path, bytes);
    entries.set(path, { ...PLAIN, path, size: bytes.length, ...entry });
    for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
      const above = path.slice(0, at);
      if (!entries.has(above)) entries.set(above, { ...PLAIN, path: above, type: "directory", mode: 0o755 });
    }
  }
  const index = new SketchedIndex(entries);
  const content = (path: string) => texts.get(index.resolve(path)?.path ?? path) ?? null;
  return {
    reference: "acme/api:1.0.0",
    digest: `sha256:${"0".repeat(64)}`,
    configDigest: `sha256:${"0".repeat(64)}`,
    platform: { os: "linux", architecture: "amd64", variant: null },
    form: "docker",
    today: "2026-11-23",
    history: [],
    layers: [],
    os: null,
    base: null,
    provenance: null,
    packages: [],
    secrets: [],
    waste: { reclaimable: 0, paths: [], byLayer: [] },
    advisories: null,
    unread: [],
    content,
    text: (path) => {
      const bytes = content(path);
      return bytes && new TextDecoder().decode(bytes);
    },
    ...rest,
    config: { ...CONFIG, ...config },
    files: index,
  };
}

/** A handful of entries, asked as the index of a real image is. */
class SketchedIndex implements FileIndex {
  readonly #entries: ReadonlyMap<string, FileEntry>;
  readonly #sorted: readonly FileEntry[];

  constructor(entries: ReadonlyMap<string, FileEntry>) {
    this.#entries = entries;
    this.#sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  get count(): number {
    return this.#sorted.length;
  }
  get bytes(): number {
    return this.#sorted.reduce((sum, { size }) => sum + size, 0);
  }
  get privileged(): readonly FileEntry[] {
    return this.#sorted.filter((one) => one.type === "file" && (one.mode & 0o6000) !== 0);
  }
  entry(path: string): FileEntry | null {
    const at = path.lastIndexOf("/");
    const folder = at > 0 ? this.#follow(path.slice(0, at), MOST_LINKS) : "";
    return folder === null ? null : (this.#entries.get(folder + path.slice(at)) ?? null);
  }
  resolve(path: string): FileEntry | null {
    const found = this.#follow(path, MOST_LINKS);
    return found === null ? null : (this.#entries.get(found) ?? null);
  }
  children(path: string): readonly FileEntry[] {
    const prefix = path === "/" ? "/" : `${path}/`;
    return this.#sorted.filter((one) => one.path.startsWith(prefix) && !one.path.slice(prefix.length).includes("/"));
  }
  entries(): Iterable<FileEntry> {
    return this.#sorted;
  }
  named(names: readonly string[]): readonly FileEntry[] {
    return this.#sorted.filter((one) => names.includes(one.path.slice(one.path.lastIndexOf("/") + 1)));
  }

  /** The path that all links of a path lead to; null for a circle. */
  #follow(path: string, left: number): string | null {
    let at = "";
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    for (const [index, part] of parts.entries()) {
      if (part === "..") {
        at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
        continue;
      }
      const entry = this.#entries.get(`${at}/${part}`);
      if (entry?.type !== "symlink" || entry.target === null) {
        at = `${at}/${part}`;
        continue;
      }
      if (left === 0) return null;
      const target = entry.target.startsWith("/") ? entry.target : `${at}/${entry.target}`;
      return this.#follow([target, ...parts.slice(index + 1)].join("/"), left - 1);
    }
    return at;
  }
}

/** A layer of so many bytes, for examples and for the tests of rules. */
export function layerSketch(index: number, bytes: number, createdBy: string | null): Layer {
  return {
    index,
    diffId: `sha256:${String(index).repeat(64)}`,
    digest: null,
    size: bytes,
    bytes,
    files: 1,
    createdBy,
    fromBase: null,
  };
}
