import { daysBetween } from "../../models/advisory/gaps.js";
import type { EcosystemInfo } from "../../models/advisory/stored.js";
import { UsageError } from "../usage-error.js";
import { discard, download, readLines } from "./download.js";
import { Gathered } from "./gathered.js";
import { get, wholeOf } from "./get.js";
import { advisoryModified, partsOfLine, tableOf } from "./lines.js";
import type { OpenDatabase, SourceInfo } from "./open-database.js";
import { LARGEST_RECORD, type ReadCount, recordOf, recordsOfZip } from "./records.js";
import { downloadsOf, type UpdateOptions } from "./update-options.js";

/** What the database has of an ecosystem. */
interface Before {
  readonly info: EcosystemInfo;
  readonly database: OpenDatabase;
}

export interface BucketPart {
  /** Null: nothing changed. */
  readonly gathered: Gathered | null;
  readonly date: string;
  readonly source: SourceInfo;
  readonly note: string;
}

/** More changes than this come cheaper as one archive. */
const MOST_CHANGES = 2000;
/** Records that vanished without being taken back are noticed by a whole download alone. */
const WHOLE_EVERY_DAYS = 30;
/** Records may be published some days after the time that they carry. */
const OVERLAP_MS = 3 * 86_400_000;
const AT_ONCE = 8;

/**
 * The newest advisories of one ecosystem out of a bucket laid out as OSV's is: `<ecosystem>/all.zip`, `<ecosystem>/modified_id.csv`
 * (newest first), `<ecosystem>/<id>.json`. Throws UsageError.
 */
export async function bucketUpdate(
  base: string,
  ecosystem: string,
  before: Before | null,
  options: UpdateOptions,
): Promise<BucketPart> {
  const home = `${base}/${encodeURIComponent(ecosystem)}`;
  const known = before?.database.info.sources[ecosystem];
  const usable = before && known && known.url === home && !options.full ? known : null;
  if (before && usable && daysBetween(usable.whole, options.today) < WHOLE_EVERY_DAYS) {
    const changed = await changesSince(home, usable, before.database, ecosystem, options.env);
    if (changed) return await byChanges(home, ecosystem, changed, usable, before, options);
  }
  return await byArchive(home, ecosystem, usable, before, options);
}

/** When the advisories that the database has were changed, by id. */
function modifiedOf(database: OpenDatabase, ecosystem: string): ReadonlyMap<string, string> {
  const modified = new Map<string, string>();
  for (const line of database.reader.all(tableOf("advisories", ecosystem))) {
    const { isRow, id } = partsOfLine(line);
    if (!isRow) modified.set(id, advisoryModified(line));
  }
  return modified;
}

interface Changes {
  readonly ids: readonly string[];
  readonly newest: string;
  readonly day: string;
}

/** The ids that changed since; null where the bucket has no list, or a list of too many. */
async function changesSince(
  home: string,
  known: SourceInfo,
  database: OpenDatabase,
  ecosystem: string,
  env: UpdateOptions["env"],
): Promise<Changes | null> {
  const since = new Date(Math.max(0, Date.parse(known.newest) - OVERLAP_MS)).toISOString();
  const before = modifiedOf(database, ecosystem);
  const ids = new Set<string>();
  let newest = "";
  const end = await readLines(`${home}/modified_id.csv`, env, (line) => {
    const [at = "", path = ""] = line.split(",");
    const id = path.slice(path.lastIndexOf("/") + 1);
    if (!/^\d{4}-\d\d-\d\dT/.test(at) || id === "") return true;
    if (at > newest) newest = at;
    if (at < since) return false;
    // Malicious packages keep no date of their own.
    const isKnown = id.startsWith("MAL-") ? at <= known.newest : before.get(id) === at;
    if (!isKnown) ids.add(id);
    return ids.size <= MOST_CHANGES;
  });
  if (!end || newest === "" || ids.size > MOST_CHANGES) return null;
  return { ids: [...ids], newest, day: end.changed };
}

async function byChanges(
  home: string,
  ecosystem: string,
  { ids, newest, day }: Changes,
  known: SourceInfo,
  before: Before,
  options: UpdateOptions,
): Promise<BucketPart> {
  const date = later(before.info.date, day || newest.slice(0, 10), options.today);
  const source = { ...known, newest: newest > known.newest ? newest : known.newest };
  if (ids.length === 0) return { gathered: null, date, source, note: `${ecosystem}: as it was, of ${date}` };
  const gathered = new Gathered(ecosystem);
  const answers = await fetched(home, ids, options.env, (done) =>
    options.onProgress(`${ecosystem}: changed records`, done, ids.length),
  );
  const records = answers.flatMap((bytes) => (bytes && recordOf(bytes)) ?? []);
  const without = new Set(ids);
  const changedBefore = modifiedOf(before.database, ecosystem);
  const isNews =
    records.some(({ packages }) => packages?.some((one) => one.ecosystem === ecosystem)) ||
    ids.some((id) => id.startsWith("MAL-") || changedBefore.has(id));
  // Records that were taken back before they were ever here come up for some days.
  if (!isNews) return { gathered: null, date, source, note: `${ecosystem}: as it was, of ${date}` };
  gathered.keep(before.database.reader, without);
  for (const record of records) gathered.add(record);
  return { gathered, date, source, note: `${ecosystem}: ${ids.length} changed records, of ${date}` };
}

/** The records of these ids; null for one that is gone. */
async function fetched(
  home: string,
  ids: readonly string[],
  env: UpdateOptions["env"],
  onDone: (done: number) => void,
): Promise<readonly (Uint8Array | null)[]> {
  const results: (Uint8Array | null)[] = [];
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (next < ids.length) {
      const at = next++;
      results[at] = await one(`${home}/${encodeURIComponent(ids[at] ?? "")}.json`, env);
      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function one(url: string, env: UpdateOptions["env"]): Promise<Uint8Array | null> {
  for (let tries = 1; ; tries++) {
    try {
      const { status, body } = await get(url, {}, env);
      if (status === 200) return await wholeOf(body, LARGEST_RECORD);
      body.destroy();
      if (status === 404) return null;
      if (status < 500 && status !== 429) throw new UsageError(`${url} cannot be had: the server answers ${status}`);
    } catch (error) {
      if (error instanceof UsageError) throw error;
    }
    if (tries === 4) throw new UsageError(`${url} cannot be had: run it again`);
    await new Promise((resolve) => setTimeout(resolve, 150 * 2 ** tries));
  }
}

async function byArchive(
  home: string,
  ecosystem: string,
  known: SourceInfo | null,
  before: Before | null,
  options: UpdateOptions,
): Promise<BucketPart> {
  const url = `${home}/all.zip`;
  const onBytes = (done: number, all: number) => options.onProgress(`${ecosystem}: download`, done, all);
  const got = await download(url, downloadsOf(options.path), known?.etag ?? "", options.env, onBytes);
  if (got === "missing") throw new UsageError(`${url} is not there: has this mirror ${ecosystem}?`);
  if (got === null) {
    if (!before || !known) throw new UsageError(`${url} cannot be had: the server says that it did not change`);
    return { gathered: null, date: before.info.date, source: known, note: `${ecosystem}: as it was, of ${before.info.date}` };
  }
  const gathered = new Gathered(ecosystem);
  const count: ReadCount = { broken: 0 };
  try {
    for (const record of recordsOfZip(got.path, url, count, (done, all) =>
      options.onProgress(`${ecosystem}: records`, done, all),
    )) {
      gathered.add(record);
    }
  } finally {
    // Sound or not, it is of no more use: a damaged one must not be taken up again.
    discard(got.path);
  }
  if (gathered.size === 0) throw new UsageError(`${url} holds no advisory of ${ecosystem}`);
  const date = later("", got.changed || gathered.newest.slice(0, 10), options.today);
  const broken = count.broken > 0 ? `, ${count.broken} files that are no records` : "";
  return {
    gathered,
    date,
    source: { url: home, etag: got.etag, newest: gathered.newest, whole: options.today },
    note: `${ecosystem}: ${gathered.size} advisories${broken}, of ${date}`,
  };
}

/** The later of two days, and none after today. */
function later(a: string, b: string, today: string): string {
  const day = a > b ? a : b;
  return day === "" || day > today ? today : day;
}
