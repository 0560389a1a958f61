import { mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nearest } from "../../core/nearest.js";
import type { DatabaseInfo, EcosystemInfo } from "../../models/advisory/stored.js";
import { ECOSYSTEMS } from "../../models/versions/compare.js";
import { causeOfWriting } from "../output.js";
import { UsageError } from "../usage-error.js";
import { bucketUpdate } from "./bucket.js";
import { discard, download } from "./download.js";
import { type Listing, readEpss, readKev } from "./exploits.js";
import { Gathered } from "./gathered.js";
import { TABLES, tableOf } from "./lines.js";
import { lock } from "./lock.js";
import { type OpenDatabase, openDatabase, type SourceInfo } from "./open-database.js";
import { kindOf, type ReadCount, recordsOfFolder, recordsOfZip } from "./records.js";
import { TableWriter } from "./table-writer.js";
import { downloadsOf, type UpdateOptions } from "./update-options.js";

/** OSV's public dumps. */
export const OSV_BUCKET = "https://storage.googleapis.com/osv-vulnerabilities";
/** CISA's catalogue of known exploited vulnerabilities. */
export const KEV_URL = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json";
/** FIRST's exploit predictions of the day. */
export const EPSS_URL = "https://epss.cyentia.com/epss_scores-current.csv.gz";

/** What images are mostly made of; others by name. */
export const DEFAULT_ECOSYSTEMS: readonly string[] = [
  "Alpine",
  "Debian",
  "Ubuntu",
  "Red Hat",
  "Rocky Linux",
  "AlmaLinux",
  "Wolfi",
  "Chainguard",
  "npm",
  "PyPI",
  "Go",
  "Maven",
  "RubyGems",
  "Packagist",
  "crates.io",
  "NuGet",
  "Bitnami",
];

export interface UpdateResult {
  readonly info: DatabaseInfo;
  /** One line for each part that was looked at: what came of it. */
  readonly notes: readonly string[];
  /** What could not be had and stayed as it was. */
  readonly warnings: readonly string[];
}

/** Makes or renews a database. The old one stays until the new one is whole. Throws UsageError. */
export async function updateDatabase(options: UpdateOptions): Promise<UpdateResult> {
  const unknown = options.ecosystems?.filter((name) => !ECOSYSTEMS.includes(name)) ?? [];
  if (unknown[0] !== undefined) {
    const meant = nearest(unknown[0], ECOSYSTEMS);
    throw new UsageError(
      `no ecosystem is named \`${unknown[0]}\`: ${meant ? `did you mean \`${meant}\`?` : `there are ${ECOSYSTEMS.join(", ")}`}`,
    );
  }
  const folder = dirname(options.path);
  let release: () => void;
  try {
    mkdirSync(folder, { recursive: true });
    release = lock(`${options.path}.lock`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${options.path}: ${causeOfWriting(error)}`);
  }
  try {
    sweep(options.path);
    return await locked(options);
  } finally {
    release();
  }
}

/** A part of the new file. */
type Part =
  | { readonly kind: "kept"; readonly info: EcosystemInfo }
  | { readonly kind: "made"; readonly gathered: Gathered; readonly date: string };

async function locked(options: UpdateOptions): Promise<UpdateResult> {
  const notes: string[] = [];
  const warnings: string[] = [];
  const old = options.fixture ? null : oldOf(options.path, warnings);
  try {
    const writer = writerAt(options.path);
    try {
      const sources: Record<string, SourceInfo> = {};
      const infos: EcosystemInfo[] = [];
      for await (const { part, source, note } of partsOf(options, old)) {
        if (note !== "") notes.push(note);
        const name = part.kind === "kept" ? part.info.name : part.gathered.ecosystem;
        if (source) sources[name] = source;
        if (part.kind === "made") infos.push(part.gathered.write(writer, part.date));
        else if (old) {
          for (const kind of TABLES) writer.copy(tableOf(kind, name), old.reader);
          infos.push(part.info);
        }
      }
      if (infos.length === 0)
        throw new UsageError(`${options.from ?? OSV_BUCKET} holds no advisory of an ecosystem that can be compared`);
      const kev = await listing("kev", options, old, writer, notes, warnings);
      const epss = await listing("epss", options, old, writer, notes, warnings);
      const info: DatabaseInfo = {
        fixture: options.fixture,
        ecosystems: infos.sort((a, b) => (a.name < b.name ? -1 : 1)),
        kev,
        epss,
      };
      writer.finish({ ...info, sources });
      removeEmpty(downloadsOf(options.path));
      return { info, notes, warnings };
    } catch (error) {
      writer.abandon();
      throw error instanceof Error && "code" in error && !(error instanceof UsageError)
        ? new UsageError(`cannot write ${options.path}: ${causeOfWriting(error)}`)
        : error;
    }
  } finally {
    old?.close();
  }
}

interface MadePart {
  readonly part: Part;
  readonly source: SourceInfo | null;
  readonly note: string;
}

/** The parts of the new file, one ecosystem after the other, so that one alone is in memory (a local source is read at once). */
async function* partsOf(options: UpdateOptions, old: OpenDatabase | null): AsyncGenerator<MadePart> {
  const known = new Map(old?.info.ecosystems.map((one) => [one.name, one]) ?? []);
  const remote = options.from === null || /^https?:\/\//i.test(options.from);
  const done = new Set<string>();
  if (remote) {
    const base = (options.from ?? OSV_BUCKET).replace(/\/+$/, "");
    const wanted = options.ecosystems ?? (known.size > 0 ? [...known.keys()] : DEFAULT_ECOSYSTEMS);
    for (const ecosystem of wanted) {
      done.add(ecosystem);
      const before = known.get(ecosystem);
      const updated = await bucketUpdate(base, ecosystem, before && old ? { info: before, database: old } : null, options);
      const { gathered, date, source, note } = updated;
      if (gathered) yield { part: { kind: "made", gathered, date }, source, note };
      else if (before) yield { part: { kind: "kept", info: { ...before, date } }, source, note };
    }
  } else {
    for (const made of localParts(options)) {
      done.add(made.gathered.ecosystem);
      yield { part: { kind: "made", gathered: made.gathered, date: made.date }, source: null, note: made.note };
    }
  }
  for (const [name, info] of known) {
    if (!done.has(name)) yield { part: { kind: "kept", info }, source: old?.info.sources[name] ?? null, note: "" };
  }
}

function* localParts(options: UpdateOptions): Generator<{ gathered: Gathered; date: string; note: string }> {
  const path = options.from ?? "";
  const count: ReadCount = { broken: 0 };
  const onRead = (done: number, all: number) => options.onProgress("reading records", done, all);
  const records = kindOf(path) === "folder" ? recordsOfFolder(path, count, onRead) : recordsOfZip(path, path, count, onRead);
  const gathered = new Map<string, Gathered>();
  for (const record of records) {
    for (const ecosystem of new Set(record.packages?.map((one) => one.ecosystem) ?? [])) {
      if (options.ecosystems && !options.ecosystems.includes(ecosystem)) continue;
      let own = gathered.get(ecosystem);
      if (!own) {
        own = new Gathered(ecosystem);
        gathered.set(ecosystem, own);
      }
      own.add(record);
    }
  }
  for (const name of options.ecosystems ?? []) {
    if (!gathered.has(name)) throw new UsageError(`${path} holds no advisory of ${name}`);
  }
  const broken = count.broken > 0 ? `${count.broken} files hold no OSV record` : "";
  for (const own of gathered.values()) {
    const newest = own.newest.slice(0, 10);
    const date = newest > options.today ? options.today : newest;
    yield { gathered: own, date, note: `${own.ecosystem}: ${own.size} advisories, of ${date || "no known date"}` };
  }
  if (broken !== "") options.onProgress(broken, 0, 0);
}

/** The old database, if it can be built upon: one made for tests never is. */
function oldOf(path: string, warnings: string[]): OpenDatabase | null {
  try {
    const old = openDatabase(path);
    if (!old?.info.fixture) return old;
    old.close();
    warnings.push(`${path} was a fixture: nothing of it is kept`);
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    warnings.push(`nothing of the old database is kept: ${error.message}`);
    return null;
  }
}

function writerAt(path: string): TableWriter {
  try {
    return new TableWriter(path);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${causeOfWriting(error)}`);
  }
}

const LISTINGS = {
  kev: { what: "known exploited vulnerabilities", url: KEV_URL, read: readKev },
  epss: { what: "exploit predictions", url: EPSS_URL, read: readEpss },
} as const;

/** Writes one of the lists that are joined by CVE; what the public address does not give stays as it was, with a warning. */
async function listing(
  name: "kev" | "epss",
  options: UpdateOptions,
  old: OpenDatabase | null,
  writer: TableWriter,
  notes: string[],
  warnings: string[],
): Promise<DatabaseInfo["kev"]> {
  const { what, url, read } = LISTINGS[name];
  const given = options[name];
  const keep = (): DatabaseInfo["kev"] => {
    const before = old?.info[name] ?? null;
    if (before && old) writer.copy(name, old.reader);
    return before;
  };
  if (given === false) return null;
  if (given === null && options.from !== null) return keep();
  const source = given ?? url;
  let list: Listing;
  if (/^https?:\/\//i.test(source)) {
    try {
      const got = await download(source, downloadsOf(options.path), "", options.env, (done, all) =>
        options.onProgress(what, done, all),
      );
      if (got === "missing" || got === null) throw new UsageError(`${source} is not there`);
      list = read(got.path, source);
      list = { ...list, date: list.date || got.changed };
      discard(got.path);
    } catch (error) {
      if (!(error instanceof UsageError) || given !== null) throw error;
      warnings.push(`${what}: ${error.message}`);
      return keep();
    }
  } else list = read(source, source);
  writer.table(name, list.lines);
  notes.push(`${what}: ${list.lines.length}, of ${list.date || options.today}`);
  return { date: list.date || options.today, count: list.lines.length };
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not there, or holds a part of a file for the next run.
  }
}

/** Takes away what updates left that were ended by force. */
function sweep(path: string): void {
  const own = new RegExp(`^${basename(path).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\.\\d+\\.new$`);
  for (const name of readdirSync(dirname(path))) if (own.test(name)) rmSync(join(dirname(path), name), { force: true });
}
