import type { OsvRecord } from "../../models/advisory/osv.js";
import type { EcosystemInfo } from "../../models/advisory/stored.js";
import { tableOf } from "./open-database.js";
import { advisoryId, advisoryText, rowId, rowText } from "./rows.js";
import type { TableReader } from "./table-reader.js";
import { keyOf, type TableWriter } from "./table-writer.js";

const MOST_ROWS = 20_000_000;

/** The advisories of one ecosystem on their way into a file. */
export class Gathered {
  readonly ecosystem: string;
  /** ISO 8601: the newest record; "" where none says. */
  newest = "";
  #rows: string[] = [];
  #malicious: string[] = [];
  #advisories: string[] = [];
  readonly #seen = new Set<string>();

  constructor(ecosystem: string) {
    this.ecosystem = ecosystem;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Takes what a record says of this ecosystem; a second record of the same id is passed over. */
  add({ advisory, packages }: OsvRecord): void {
    const { id, modified } = advisory;
    // Some publishers' own files carry a date of year 1 until they are released.
    if (/^[2-9]\d{3}-\d\d-\d\dT/.test(modified) && modified > this.newest) this.newest = modified;
    const own = packages?.filter((one) => one.ecosystem === this.ecosystem) ?? [];
    if (own.length === 0 || this.#seen.has(id)) return;
    this.#seen.add(id);
    const malicious = id.startsWith("MAL-");
    for (const { release, name, affected } of own) {
      (malicious ? this.#malicious : this.#rows).push(`${release}\t${name}\t${rowText(affected, name)}`);
    }
    const home = own[0]?.affected.home ?? "";
    if (!malicious) this.#advisories.push(`${home}\t${id}\t${advisoryText(advisory)}`);
    if (this.#rows.length > MOST_ROWS) throw new Error(`more than ${MOST_ROWS} rows of ${this.ecosystem}`);
  }

  /** Takes what an older file has, but for some ids. */
  keep(reader: TableReader, without: ReadonlySet<string>): void {
    const { ecosystem } = this;
    const ids = new Set<string>();
    for (const [kind, lines] of [
      ["rows", this.#rows],
      ["malicious", this.#malicious],
    ] as const) {
      for (const line of reader.all(tableOf(kind, ecosystem))) {
        const id = rowId(line.slice(keyOf(line).length + 1));
        if (without.has(id)) continue;
        lines.push(line);
        ids.add(id);
      }
    }
    for (const line of reader.all(tableOf("advisories", ecosystem))) {
      const id = advisoryId(line);
      if (without.has(id)) continue;
      this.#advisories.push(line);
      ids.add(id);
    }
    for (const id of ids) this.#seen.add(id);
  }

  /** Writes the tables and lets go of the lines. */
  write(writer: TableWriter, date: string): EcosystemInfo {
    const { ecosystem } = this;
    const releases = new Set([...this.#rows, ...this.#malicious].map((line) => line.slice(0, line.indexOf("\t"))));
    const info: EcosystemInfo = {
      name: ecosystem,
      date,
      advisories: this.#advisories.length,
      rows: this.#rows.length,
      malicious: new Set(this.#malicious.map((line) => rowId(line.slice(keyOf(line).length + 1)))).size,
      releases: [...releases].sort(),
    };
    writer.table(tableOf("rows", ecosystem), this.#rows.sort());
    writer.table(tableOf("advisories", ecosystem), this.#advisories.sort());
    writer.table(tableOf("malicious", ecosystem), this.#malicious.sort());
    this.#rows = [];
    this.#advisories = [];
    this.#malicious = [];
    return info;
  }
}
