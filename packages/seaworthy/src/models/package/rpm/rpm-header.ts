import type { Found } from "../evidence.js";
import { worthOwning } from "../owned.js";

/** Tags of a package's header that are read (rpm's manual, "Tags"). */
const Tag = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  licence: 1014,
  architecture: 1022,
  sourceRpm: 1044,
  dirIndexes: 1116,
  baseNames: 1117,
  dirNames: 1118,
} as const;
const WANTED: ReadonlySet<number> = new Set(Object.values(Tag));
const MOST_ENTRIES = 65_536;
const MOST_FILES = 500_000;

export interface RpmPackage {
  readonly found: Found;
  readonly owns: readonly string[];
}

/**
 * A header as RPM's databases keep it: two counts, an index of 16 bytes an entry (tag, type, offset, count; all big-endian), then the data
 * (rpm's manual, "Header format"). null: it is broken. Keys, which RPM keeps as packages too, have no architecture and are null as well.
 */
export function readRpmHeader(bytes: Uint8Array): RpmPackage | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = view.getUint32(0);
  const start = 8 + entries * 16;
  const end = start + view.getUint32(4);
  if (entries > MOST_ENTRIES || end > bytes.length) return null;
  const index = new Map<number, { at: number; count: number }>();
  for (let i = 0; i < entries; i++) {
    const at = 8 + i * 16;
    const tag = view.getUint32(at);
    if (WANTED.has(tag)) index.set(tag, { at: start + view.getUint32(at + 8), count: view.getUint32(at + 12) });
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts = (tag: number): readonly string[] => {
    const entry = index.get(tag);
    const list: string[] = [];
    for (let at = entry?.at ?? end; list.length < Math.min(entry?.count ?? 0, MOST_FILES) && at < end; ) {
      const stop = buffer.indexOf(0, at);
      if (stop < 0 || stop >= end) break;
      list.push(buffer.toString("utf8", at, stop));
      at = stop + 1;
    }
    return list;
  };
  const text = (tag: number) => texts(tag)[0] ?? "";
  const numbers = (tag: number): readonly number[] => {
    const entry = index.get(tag);
    if (!entry || entry.count > MOST_FILES || entry.at + entry.count * 4 > end) return [];
    return Array.from({ length: entry.count }, (_, i) => view.getUint32(entry.at + 4 * i));
  };

  const name = text(Tag.name);
  if (name === "" || text(Tag.version) === "") return null;
  const found = rpmPackage({
    name,
    version: `${text(Tag.version)}-${text(Tag.release)}`,
    epoch: numbers(Tag.epoch)[0] ?? 0,
    vendor: text(Tag.vendor),
    licence: text(Tag.licence),
    architecture: text(Tag.architecture),
    sourceRpm: text(Tag.sourceRpm),
  });
  const folders = texts(Tag.dirNames);
  const indexes = numbers(Tag.dirIndexes);
  const owns = texts(Tag.baseNames)
    .map((base, i) => `${folders[indexes[i] ?? -1] ?? ""}${base}`)
    .filter((path) => path.startsWith("/") && worthOwning(path));
  return { found, owns };
}

interface RpmFields {
  readonly name: string;
  /** Version and release. */
  readonly version: string;
  readonly epoch: number;
  readonly vendor: string;
  readonly licence: string;
  readonly architecture: string;
  /** `openssl-3.0.7-25.el9.src.rpm`. */
  readonly sourceRpm: string;
}

export function rpmPackage(fields: RpmFields): Found {
  const { name, vendor, licence, architecture } = fields;
  const withEpoch = (version: string) => (fields.epoch > 0 ? `${fields.epoch}:${version}` : version);
  const version = withEpoch(fields.version);
  const [, sourceName, sourceVersion] = /^(.+)-([^-]+-[^-]+)\.(?:src|nosrc)\.rpm$/.exec(fields.sourceRpm) ?? [];
  const source = sourceName && sourceVersion ? { name: sourceName, version: withEpoch(sourceVersion) } : null;
  return {
    kind: "rpm",
    name,
    version,
    ...(architecture !== "" && { architecture }),
    ...(source && (source.name !== name || source.version !== version) && { source }),
    ...(licence !== "" && { licences: [licence] }),
    ...(vendor !== "" && { vendor }),
  };
}
