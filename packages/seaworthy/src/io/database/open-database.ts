import type { AdvisoryLookup, DatabaseInfo } from "../../models/advisory/stored.js";
import { causeOf } from "../text.js";
import { UsageError } from "../usage-error.js";
import { isRow, readAdvisory, readRow, tableOf } from "./lines.js";
import { DatabaseError, TableReader } from "./table-reader.js";

/** A database on disk. Its questions throw UsageError where the file turns out to be damaged. */
export interface OpenDatabase extends AdvisoryLookup {
  readonly path: string;
  readonly info: StoredInfo;
  /** Bytes. */
  readonly size: number;
  readonly reader: TableReader;
  /** Reads every block and proves it; throws UsageError. */
  verify(): void;
  close(): void;
}

/** Opens a database; null when there is none. Throws UsageError for a file that is no sound one. */
export function openDatabase(path: string): OpenDatabase | null {
  let reader: TableReader;
  try {
    reader = new TableReader(path);
  } catch (error) {
    if (error instanceof DatabaseError) throw new UsageError(`${path} ${error.message}`);
    const [kind, message] = causeOf(error);
    if (kind === "missing") return null;
    throw new UsageError(`${path} ${message}`);
  }
  const told = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      if (error instanceof DatabaseError) throw new UsageError(`${path} ${error.message}`);
      if (error instanceof SyntaxError || error instanceof TypeError)
        throw new UsageError(`${path} is damaged: make it anew with \`seaworthy db update --full\``);
      throw error;
    }
  };
  const info = told(() => infoOf(reader.info));
  // The advisories of one package are asked for one after the other.
  let at = "";
  let texts: ReadonlyMap<string, string> = new Map();
  const keepTexts = (key: string, values: readonly string[]): void => {
    const found = new Map<string, string>();
    for (const value of values)
      if (!isRow(value)) found.set(value.slice(0, value.indexOf("\t")), value.slice(value.indexOf("\t") + 1));
    at = key;
    texts = found;
  };
  const first = (table: string, key: string): string | null => reader.values(table, key)[0] ?? null;
  return {
    path,
    size: reader.size,
    reader,
    info,
    affected: (release, name) =>
      told(() => {
        const ecosystem = release.split(":", 1)[0] ?? "";
        const key = `${release}\t${name}`;
        const values = reader.values(tableOf("advisories", ecosystem), key);
        if (release === ecosystem) keepTexts(key, values);
        const malicious = reader.values(tableOf("malicious", ecosystem), key);
        return [...values, ...malicious].flatMap((value) => (isRow(value) ? [readRow(value, name)] : []));
      }),
    advisory: (ecosystem, home, id) =>
      told(() => {
        const key = `${ecosystem}\t${home}`;
        if (key !== at) keepTexts(key, reader.values(tableOf("advisories", ecosystem), key));
        const text = texts.get(id);
        return text === undefined ? null : readAdvisory(id, text);
      }),
    exploited: (cve) => told(() => first("kev", cve) !== null),
    epss: (cve) =>
      told(() => {
        const score = Number(first("epss", cve) ?? Number.NaN);
        return score >= 0 && score <= 1 ? score : null;
      }),
    verify: () =>
      told(() => {
        for (const table of reader.tables) for (const block of reader.blocks(table)) reader.packed(block);
      }),
    close: () => reader.close(),
  };
}

/** What the file says of itself, its shape checked: it may be anybody's. */
function infoOf(given: unknown): StoredInfo {
  const info = given as Partial<DatabaseInfo> & { sources?: Record<string, SourceInfo> };
  const dated = (one: { date?: unknown; count?: unknown } | null | undefined) =>
    one && typeof one.date === "string" && typeof one.count === "number" ? { date: one.date, count: one.count } : null;
  if (!Array.isArray(info?.ecosystems)) throw new DatabaseError("is damaged: make it anew with `seaworthy db update --full`");
  return {
    fixture: info.fixture !== false,
    ecosystems: info.ecosystems.map((one) => ({
      name: String(one.name),
      date: String(one.date),
      advisories: Number(one.advisories),
      rows: Number(one.rows),
      malicious: Number(one.malicious),
      releases: Array.isArray(one.releases) ? one.releases.map(String) : [],
    })),
    kev: dated(info.kev),
    epss: dated(info.epss),
    sources: info.sources ?? {},
  };
}

/** Where an ecosystem's data came from, for the next update. */
export interface SourceInfo {
  /** The address of the dump; "" for local files. */
  readonly url: string;
  readonly etag: string;
  /** ISO 8601: the newest record. */
  readonly newest: string;
  /** Day of the last whole download. */
  readonly whole: string;
}

export interface StoredInfo extends DatabaseInfo {
  readonly sources: Readonly<Record<string, SourceInfo>>;
}
