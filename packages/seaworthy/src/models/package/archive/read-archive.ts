import { type Evidence, type Found, type Tools, textOf } from "../evidence.js";
import { readNpm } from "../npm.js";
import { readPython } from "../python.js";
import { javaPackages, tellsOfJava } from "./java.js";
import { type ZipEntry, zipContent, zipEntries } from "./zip.js";

/** Archives in archives are opened this deep, all of one file together up to these numbers. */
const DEEPEST = 6;
const MOST_ARCHIVES = 10_000;
const MOST_UNPACKED = 512 * 1024 * 1024;
const LARGEST_ARCHIVE = 256 * 1024 * 1024;
const LARGEST_TEXT = 4 * 1024 * 1024;
const ARCHIVE = /\.(?:jar|war|ear|par|sar|jpi|hpi|nar)$/;

interface Left {
  archives: number;
  bytes: number;
  readonly gaps: Set<string>;
}

/** Java archives with all that is nested in them, Python's eggs, and the zips in which Yarn keeps packages of npm. */
export function readArchive(path: string, bytes: Uint8Array, tools: Tools): Evidence | null {
  const left: Left = { archives: MOST_ARCHIVES, bytes: MOST_UNPACKED, gaps: new Set() };
  const packages = open(path, bytes, [], tools, left);
  const [gap] = left.gaps;
  if (packages.length === 0 && gap === undefined) return null;
  return { from: "archive", packages, ...(gap !== undefined && { gap }) };
}

function open(path: string, bytes: Uint8Array, within: readonly string[], tools: Tools, left: Left): readonly Found[] {
  // Placeholders and links that were copied as text are no archives.
  if (bytes.length < 22) return [];
  const entries = zipEntries(bytes);
  if (!entries) {
    left.gaps.add(
      within.length > 0 ? `${within.join("!/")} in it is no zip archive, or a broken one` : "is no zip archive, or a broken one",
    );
    return [];
  }
  const content = (entry: ZipEntry, most: number): Uint8Array | null => {
    const unpacked = zipContent(bytes, entry, Math.min(most, left.bytes), (packed, limit) => tools.inflate(packed, "raw", limit));
    left.bytes -= unpacked?.length ?? 0;
    if (!unpacked && (entry.size > 0 || entry.method !== 0))
      left.gaps.add(`${[...within, entry.name].join("!/")} in it is broken or too large`);
    return unpacked;
  };
  const texts = new Map<string, string>();
  const found: Found[] = [];
  const add = (all: readonly Found[], deeper: readonly string[]) => {
    for (const one of all) found.push({ ...one, ...(deeper.length > 0 && { within: deeper.join("!/") }) });
  };
  for (const entry of entries) {
    const { name } = entry;
    if (ARCHIVE.test(name)) {
      if (within.length + 1 >= DEEPEST || left.archives-- <= 0) {
        left.gaps.add("holds more archives in archives than are opened");
        continue;
      }
      const nested = content(entry, LARGEST_ARCHIVE);
      if (nested) found.push(...open(name, nested, [...within, name], tools, left));
    } else if (tellsOfJava(name)) {
      const text = content(entry, LARGEST_TEXT);
      if (text) texts.set(name, textOf(text));
    } else if (name === "EGG-INFO/PKG-INFO" || (path.endsWith(".zip") && name.endsWith("/package.json"))) {
      const text = content(entry, LARGEST_TEXT);
      const inside = `${path}/${name}`;
      const evidence = text && (name.endsWith(".json") ? readNpm(inside, text) : readPython(inside, text));
      add(evidence?.packages ?? [], within);
    }
  }
  if (ARCHIVE.test(path)) add(javaPackages(path.slice(path.lastIndexOf("/") + 1), texts), within);
  return found;
}
