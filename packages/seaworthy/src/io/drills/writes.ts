import type { WritesSeen } from "../../models/trial/observations.js";
import { ends } from "../../models/trial/tmpfs-for.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { Change, TrialContainer } from "../trial/trial-container.js";
import { exercise, limitAfter } from "./attempt.js";

const MOST_CHANGES = 200;
/** Each costs a question. */
const MOST_SIZES = 40;

/** What a run with a writable root changed, and what of it grows while it is asked. */
export async function writes(run: Run, base: Base, container: TrialContainer): Promise<WritesSeen> {
  const before = await ownChanges(container);
  const files = ends(before)
    .filter(({ how }) => how !== "deleted")
    .slice(0, MOST_SIZES);
  const sizes = () => Promise.all(files.map(({ path }) => fileSize(container, path)));
  const first = await sizes();
  await exercise(run, container, limitAfter(run, base.readyMs));
  const [second, after, bytes, state] = await Promise.all([
    sizes(),
    ownChanges(container),
    container.writtenBytes(),
    container.state(),
  ]);
  return {
    changes: ends(after)
      .slice(0, MOST_CHANGES)
      .map(({ path, how }) => {
        const at = files.findIndex((file) => file.path === path);
        const from = first[at] ?? null;
        const to = second[at] ?? null;
        return { path, how, bytes: to, growing: from !== null && to !== null && to > from };
      }),
    bytes,
    volumes: state.volumes.filter(({ anonymous }) => anonymous).map(({ path }) => path),
  };
}

/** Without the places where the engine mounts something, which it makes where the image has none, and the folders above them. */
export async function ownChanges(container: TrialContainer): Promise<readonly Change[]> {
  const [changes, { mounts }] = await Promise.all([container.changes(), container.look()]);
  const made = new Set(
    mounts.flatMap(({ path }) => {
      const steps = path.split("/").slice(1);
      return steps.map((_, i) => `/${steps.slice(0, i + 1).join("/")}`);
    }),
  );
  return changes.filter(({ path }) => !made.has(path));
}

async function fileSize(container: TrialContainer, path: string): Promise<number | null> {
  const stat = await container.stat(path);
  return stat && !stat.directory ? stat.size : null;
}
