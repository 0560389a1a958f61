import { fields } from "../../models/image/parse-config.js";
import type { FolderFacts } from "../../models/trial/tmpfs-for.js";
import type { EngineClient } from "../engine/engine-client.js";
import { TarReader } from "../image/tar/tar-reader.js";

/** What a path of a container is. */
export interface PathFacts {
  /** Bytes. */
  readonly size: number;
  readonly directory: boolean;
  readonly mode: number;
}

/** A path of a container, as the engine's own copying sees it (no /proc, no tmpfs); null where there is none. */
export async function pathFacts(client: EngineClient, container: string, path: string): Promise<PathFacts | null> {
  try {
    const answer = await client.stream("HEAD", `/containers/${container}/archive`, { query: { path } });
    answer.resume();
    const header = String(answer.headers["x-docker-container-path-stat"] ?? "");
    const { size, mode } = fields(JSON.parse(Buffer.from(header, "base64").toString("utf8")));
    if (typeof size !== "number" || typeof mode !== "number") return null;
    // Go's mode: the highest bit is that of a directory.
    return { size, directory: ((mode >>> 31) & 1) === 1, mode: mode & 0o777 };
  } catch {
    return null;
  }
}

/** Whose a folder of a container is and whether there is anything in it; null: it is none. */
export async function folderFacts(client: EngineClient, container: string, path: string): Promise<FolderFacts | null> {
  let first: FolderFacts | null = null;
  let filled = false;
  let other = false;
  const reader = new TarReader({
    entry({ type, uid, gid, mode }) {
      if (first !== null) filled = true;
      else if (type === "directory") first = { uid, gid, mode, filled: false };
      else other = true;
      return false;
    },
    data() {},
    end() {},
  });
  try {
    // The heads of the first two entries are enough; the rest may be the whole image.
    for await (const chunk of await client.stream("GET", `/containers/${container}/archive`, { query: { path } })) {
      reader.push(chunk as Buffer);
      if (filled || other) break;
    }
  } catch {
    return null;
  }
  return first === null ? null : { ...(first as FolderFacts), filled };
}
