import { isLogFile, isText, writablePlaces } from "../../models/trial/log-files.js";
import type { LogsSeen } from "../../models/trial/observations.js";
import type { TrialContainer } from "../trial/trial-container.js";

/** Each costs a question. */
const MOST_FILES = 200;

/** The files of a container that look like logs, and their bytes. */
export interface LogFiles {
  readonly sizes: ReadonlyMap<string, number>;
  /** Volumes and tmpfs of which not every file was seen. */
  readonly unseen: readonly string[];
}

/** Those of its writable layer (files of the image that it writes to are among them), its volumes and its tmpfs. */
export async function logFiles(container: TrialContainer): Promise<LogFiles> {
  const [changes, { mounts }] = await Promise.all([container.changes(), container.look()]);
  const candidates = changes.filter(({ path, how }) => how !== "deleted" && isLogFile(path)).slice(0, MOST_FILES);
  const sizes = new Map<string, number>();
  const unseen: string[] = [];
  await Promise.all([
    ...candidates.map(async ({ path }) => {
      const stat = await container.stat(path);
      if (stat && !stat.directory) sizes.set(path, stat.size);
    }),
    ...writablePlaces(mounts).map(async (place) => {
      const { sizes: found, whole } = await container.filesBelow(place).catch(() => NOTHING);
      for (const [path, size] of found) if (isLogFile(path)) sizes.set(path, size);
      if (!whole) unseen.push(place);
    }),
  ]);
  return { sizes, unseen: unseen.sort() };
}

const NOTHING = { sizes: new Map<string, number>(), whole: false };

/** Those that grew and hold lines; of one that cannot be read its name decides. */
export async function grownLogs(
  container: TrialContainer,
  before: LogFiles,
  after: LogFiles,
): Promise<Pick<LogsSeen, "files" | "unseen">> {
  const grown = [...after.sizes].flatMap(([path, to]) => {
    const from = before.sizes.get(path) ?? 0;
    return to > from ? [{ path, from, to }] : [];
  });
  const files = await Promise.all(
    grown.map(async (file) => {
      const tail = await container.tail(file.path).catch(() => null);
      return tail === null || isText(tail) ? [file] : [];
    }),
  );
  return { files: files.flat(), unseen: after.unseen };
}
