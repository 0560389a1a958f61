import type { OsvRecord } from "../../models/advisory/osv.js";
import type { EcosystemInfo } from "../../models/advisory/stored.js";
import { advisoryLine, partsOfLine, rowLine, TABLES, tableOf } from "./lines.js";
import type { TableReader } from "./table-reader.js";
import type { TableWriter } from "./table-writer.js";

const MOST_ROWS = 20_000_000;

/** The advisories of one ecosystem on their way into a file. */
export class Gathered {
  readonly ecosystem: string;
  /** ISO 8601: the newest record; "" where none says. */
  newest = "";
  #lines: string[] = [];
  #malicious: string[] = [];
  #rows = 0;
  readonly #seen = new Set<string>();
  readonly #bad = new Set<string>();

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
    for (const { release, name, affected } of own) this.#take(id, rowLine(release, name, affected));
    if (!isMalicious(id)) this.#lines.push(advisoryLine(this.ecosystem, own[0]?.affected.home ?? "", advisory));
    if (this.#rows > MOST_ROWS) throw new Error(`more than ${MOST_ROWS} rows of ${this.ecosystem}`);
  }

  /** Takes what an older file has, but for some ids. */
  keep(reader: TableReader, without: ReadonlySet<string>): void {
    for (const kind of TABLES) {
      for (const line of reader.all(tableOf(kind, this.ecosystem))) {
        const { id, isRow } = partsOfLine(line);
        if (without.has(id)) continue;
        if (isRow) this.#take(id, line);
        else this.#lines.push(line);
      }
    }
  }

  /** Writes the tables and lets go of the lines. */
  write(writer: TableWriter, date: string): EcosystemInfo {
    const releases = new Set<string>();
    for (const line of [...this.#lines, ...this.#malicious])
      if (partsOfLine(line).isRow) releases.add(line.slice(0, line.indexOf("\t")));
    const info: EcosystemInfo = {
      name: this.ecosystem,
      date,
      advisories: this.#lines.length - this.#rows,
      rows: this.#rows,
      malicious: this.#bad.size,
      releases: [...releases].sort(),
    };
    writer.table(tableOf("advisories", this.ecosystem), this.#lines.sort());
    writer.table(tableOf("malicious", this.ecosystem), this.#malicious.sort());
    this.#lines = [];
    this.#malicious = [];
    return info;
  }

  #take(id: string, line: string): void {
    this.#seen.add(id);
    if (isMalicious(id)) {
      this.#malicious.push(line);
      this.#bad.add(id);
    } else {
      this.#lines.push(line);
      this.#rows++;
    }
  }
}

function isMalicious(id: string): boolean {
  return id.startsWith("MAL-");
}
