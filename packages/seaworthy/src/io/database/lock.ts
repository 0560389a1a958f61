import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { UsageError } from "../usage-error.js";

/** A lock that its holder forgot is old. */
const FORGOTTEN_MS = 6 * 3600_000;

/** One update at a time: two would write into each other's downloads. Gives the release. Throws UsageError while another holds it. */
export function lock(path: string): () => void {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      if (isHeld(path))
        throw new UsageError(`another update is under way (${path}): wait for it, or remove that file if none is`);
      rmSync(path, { force: true });
    }
  }
  throw new UsageError(`another update is under way (${path})`);
}

function isHeld(path: string): boolean {
  try {
    if (Date.now() - statSync(path).mtimeMs > FORGOTTEN_MS) return false;
    const pid = Number(readFileSync(path, "utf8"));
    if (!Number.isInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
