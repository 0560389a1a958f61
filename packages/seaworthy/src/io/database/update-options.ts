export interface UpdateOptions {
  /** The database's file. */
  readonly path: string;
  /** A mirror's address, a folder, a zip archive; null: OSV's public dumps. */
  readonly from: string | null;
  /** Null: those that the database has; of a local source all that are in it; else the default ones. */
  readonly ecosystems: readonly string[] | null;
  /** The database is for tests and says so of itself. */
  readonly fixture: boolean;
  /** Download all anew, not only what changed. */
  readonly full: boolean;
  /** A file or an address; false: leave it out; null: the public one, where the dumps are. */
  readonly kev: string | false | null;
  readonly epss: string | false | null;
  /** Where proxies are named: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `YYYY-MM-DD` */
  readonly today: string;
  onProgress(what: string, done: number, all: number): void;
}

/** Where partial downloads wait for the next run. */
export function downloadsOf(path: string): string {
  return `${path}.downloads`;
}
