import { homedir } from "node:os";
import { join } from "node:path";

/** Where the database is when nobody says otherwise: SEAWORTHY_DB, else the user's cache. */
export function databasePath(env: Readonly<Record<string, string | undefined>>): string {
  return env.SEAWORTHY_DB || join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "seaworthy", "advisories.db");
}
