import type { FolderFacts } from "../../models/trial/tmpfs-for.js";
import type { Run } from "../trial/run.js";
import type { Change, TrialContainer } from "../trial/trial-container.js";

/** Each costs a question. */
const MOST = 60;

/** What the folders are that a run wrote to, in the image as it is: read from a container that is never started. */
export class FolderReader {
  private readonly vessel: TrialContainer;
  private readonly known = new Map<string, FolderFacts | null>();
  private readonly writtenFolders = new Set<string>();
  private readonly written: TrialContainer;

  private constructor(vessel: TrialContainer, written: TrialContainer) {
    this.vessel = vessel;
    this.written = written;
  }

  /** @param written the container that wrote: it tells which of what was added are folders */
  static async open(run: Run, written: TrialContainer): Promise<FolderReader> {
    return new FolderReader(await (await run.shared()).createApp(), written);
  }

  /** Reads what is needed to choose for these changes. */
  async read(changes: readonly Change[]): Promise<void> {
    const added = changes.filter(({ how }) => how === "added").slice(0, MOST);
    const parents = new Set(changes.map(({ path }) => path));
    await Promise.all([
      this.readFolders(added.map(({ path }) => path.slice(0, path.lastIndexOf("/")) || "/")),
      ...added.map(async ({ path }) => {
        const below = [...parents].some((one) => one.startsWith(`${path}/`));
        if (below || (await this.written.stat(path))?.directory) this.writtenFolders.add(path);
      }),
    ]);
  }

  async readFolders(paths: readonly string[]): Promise<void> {
    await Promise.all(
      [...new Set(paths)].slice(0, MOST).map(async (path) => {
        if (!this.known.has(path)) this.known.set(path, await this.vessel.folder(path));
      }),
    );
  }

  isFolder(path: string): boolean {
    return this.writtenFolders.has(path);
  }

  facts(path: string): FolderFacts | null {
    return this.known.get(path) ?? null;
  }

  close(): Promise<void> {
    return this.vessel.remove();
  }
}
