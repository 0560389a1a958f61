import type { KnownBase } from "./base.js";
import { BuiltIndex } from "./built-index.js";
import { FileSystem } from "./file-system.js";
import type { Image, Unread } from "./image.js";
import type { Layer } from "./layer.js";
import type { LayerContents } from "./layer-contents.js";
import { LayerEntries } from "./layer-entries.js";
import type { Found } from "./layer-watcher.js";
import { HostileNames } from "./names.js";
import { OS_RELEASE, parseOsRelease } from "./os-release.js";
import type { ParsedConfig } from "./parse-config.js";
import type { Provenance } from "./provenance.js";
import { LARGEST_WANTED, type WantedFile } from "./wanted.js";
import { wasteOf } from "./waste.js";

/** A layer as it was read, or why it was not. */
export interface AssembledLayer {
  readonly diffId: string;
  readonly digest: string | null;
  readonly size: number;
  readonly contents: LayerContents | { readonly because: string };
}

/** What was read of an image. */
export interface ImageParts {
  readonly reference: string;
  readonly digest: string;
  readonly configDigest: string;
  readonly form: Image["form"];
  readonly today: string;
  readonly parsed: ParsedConfig;
  /** The lowest first. */
  readonly layers: readonly AssembledLayer[];
  readonly base: KnownBase | null;
  readonly provenance: Provenance | null;
  /** The files whose content was to be kept. */
  readonly wanted: readonly WantedFile[];
  /** A number that nobody knows ahead. */
  readonly seed?: number;
}

/** An image as far as reading its layers tells; packages, secrets and advisories are for others to add. */
export interface ImageRead extends Omit<Image, "packages" | "secrets" | "advisories"> {
  /** What a watcher found, by its id, the lowest layer first; in all layers, also in files that are hidden by now. */
  found(watcher: string): readonly Found[];
}

/** A wanted file that a link led to: nothing in its own path said that it was wanted. */
export interface Missing {
  readonly layer: number;
  /** As the layer spells it, from the root. */
  readonly path: string;
  readonly size: number;
}

/**
 * Applies the layers and answers what an image is asked. Pure; throws nothing for hostile input: what cannot be applied is `unread`.
 * `missing` is what has to be read again for the content of all wanted files.
 */
export function assembleImage(parts: ImageParts): { readonly image: ImageRead; readonly missing: readonly Missing[] } {
  const { parsed, base } = parts;
  const system = new FileSystem(parts.seed);
  const unread: Unread[] = [];
  const contents = parts.layers.map((layer, index) => {
    const read = applied(system, layer, index, unread);
    for (const { path, because } of read?.refused ?? []) unread.push({ layer: index, path, because });
    return read;
  });
  const index = new BuiltIndex(system);
  const content = (path: string) => {
    const inode = index.inodeOf(path);
    if (inode === null) return null;
    const { layer, at } = system.locate(inode);
    return contents[layer]?.kept.get(at) ?? null;
  };
  const text = (path: string) => {
    const bytes = content(path);
    return bytes && DECODER.decode(bytes);
  };
  for (const [layer, read] of contents.entries()) {
    for (const [at, because] of read?.passedOver ?? [])
      if (system.ending((system.bases[layer] as number) + at) === null) unread.push({ layer, path: pathOf(read, at), because });
  }
  const release = OS_RELEASE.map(text).find((one) => one !== null);
  const image: ImageRead = {
    reference: parts.reference,
    digest: parts.digest,
    configDigest: parts.configDigest,
    platform: parsed.platform,
    form: parts.form,
    today: parts.today,
    config: parsed.config,
    history: parsed.history,
    layers: parts.layers.map((layer, i) => described(parts, layer, contents[i] ?? null, i)),
    files: index,
    content,
    text,
    os: release === undefined ? null : parseOsRelease(release as string),
    base,
    provenance: parts.provenance,
    waste: wasteOf(
      system,
      index,
      contents.map((read) => read?.entries ?? NOTHING),
    ),
    unread,
    found: (watcher) =>
      contents.flatMap((read, layer) =>
        (read?.found.get(watcher) ?? []).map(({ entry, value }) => ({
          path: pathOf(read, entry),
          layer,
          hiddenBy: system.ending((system.bases[layer] as number) + entry)?.by ?? null,
          value,
        })),
      ),
  };
  return { image, missing: missingOf(parts.wanted, system, index, contents) };
}

function missingOf(
  wanted: readonly WantedFile[],
  system: FileSystem,
  index: BuiltIndex,
  contents: readonly (LayerContents | null)[],
): readonly Missing[] {
  return wanted.flatMap((file) => {
    const { pattern, largest } = typeof file === "string" ? { pattern: file, largest: LARGEST_WANTED } : file;
    const inode = pattern.includes("*") ? null : index.inodeOf(pattern);
    if (inode === null) return [];
    const { layer, entries, at } = system.locate(inode);
    const read = contents[layer] ?? null;
    const size = entries.sizes[at] as number;
    if (!read || read.kept.has(at) || read.passedOver.has(at) || size > largest) return [];
    return [{ layer, path: pathOf(read, at), size }];
  });
}

const DECODER = new TextDecoder();
const NOTHING = new LayerEntries();

/** Applies one layer; one that was not read leaves the file system as it is. */
function applied(system: FileSystem, layer: AssembledLayer, index: number, unread: Unread[]): LayerContents | null {
  const { contents } = layer;
  if ("because" in contents) unread.push({ layer: index, path: null, because: contents.because });
  else {
    try {
      system.apply(contents.entries);
      return contents;
    } catch (error) {
      if (!(error instanceof HostileNames)) throw error;
      unread.push({ layer: index, path: null, because: error.message });
      return contents;
    }
  }
  system.apply(NOTHING);
  return null;
}

function described(parts: ImageParts, layer: AssembledLayer, read: LayerContents | null, index: number): Layer {
  const { count: files, bytes } = read ? totals(read.entries) : { count: 0, bytes: 0 };
  const { base, parsed } = parts;
  return {
    index,
    diffId: layer.diffId,
    digest: layer.digest,
    size: layer.size,
    bytes,
    files,
    createdBy: parsed.history.find((line) => line.layer === index)?.createdBy ?? null,
    fromBase: base === null || base.layers === null ? null : index < base.layers,
  };
}

function totals(entries: LayerEntries): { readonly count: number; readonly bytes: number } {
  let bytes = 0;
  for (let i = 0; i < entries.count; i++) bytes += entries.sizes[i] as number;
  return { count: entries.count, bytes };
}

function pathOf(read: LayerContents | null, at: number): string {
  return read ? `/${DECODER.decode(read.entries.path(at))}` : "";
}
