import type { ImageConfig } from "../models/image/config.js";
import type { FileEntry, FileIndex } from "../models/image/file-index.js";
import type { Image } from "../models/image/image.js";

/** A file of an image by its text, or an entry with what differs from a plain file. */
export type ImageFile = string | (Partial<Omit<FileEntry, "path">> & { readonly text?: string });

/** What a case says of an image; the rest is that of an empty one. */
export type ImageCase = Omit<Partial<Image>, "config" | "files"> & {
  readonly config?: Partial<ImageConfig>;
  readonly files?: Readonly<Record<string, ImageFile>>;
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

/** An image made of a few facts, for the tests of rules. */
export function imageOf(given: ImageCase = {}): Image {
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
  const index = indexOf(entries);
  const content = (path: string) => texts.get(index.resolve(path)?.path ?? path) ?? null;
  return {
    reference: "acme/api:1.0.0",
    digest: `sha256:${"0".repeat(64)}`,
    platform: { os: "linux", architecture: "amd64", variant: null },
    form: "docker",
    today: "2026-11-23",
    history: [],
    layers: [],
    os: null,
    base: null,
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

const PLAIN: Omit<FileEntry, "path"> = { type: "file", size: 0, mode: 0o644, uid: 0, gid: 0, layer: 0, target: null };

/** Links of whole paths alone: enough for a case; the real index follows those of folders too. */
function indexOf(entries: ReadonlyMap<string, FileEntry>): FileIndex {
  const sorted = [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const resolve = (path: string, left = 40): FileEntry | null => {
    const found = entries.get(path);
    if (found?.type !== "symlink" || found.target === null) return found ?? null;
    const folder = path.slice(0, path.lastIndexOf("/"));
    return left === 0 ? null : resolve(found.target.startsWith("/") ? found.target : `${folder}/${found.target}`, left - 1);
  };
  return {
    count: sorted.length,
    bytes: sorted.reduce((sum, { size }) => sum + size, 0),
    entry: (path) => entries.get(path) ?? null,
    resolve: (path) => resolve(path),
    children: (path) => {
      const prefix = path === "/" ? "/" : `${path}/`;
      return sorted.filter((one) => one.path.startsWith(prefix) && !one.path.slice(prefix.length).includes("/"));
    },
    entries: () => sorted,
    named: (names) => sorted.filter((one) => names.includes(one.path.slice(one.path.lastIndexOf("/") + 1))),
    privileged: sorted.filter((one) => one.type === "file" && (one.mode & 0o6000) !== 0),
  };
}
