import type { ComposeProject, ComposeService } from "../compose/compose.js";
import { dirname, joined } from "../compose/path.js";
import type { PlannedContainer } from "./plan.js";

/** What a plan is made from besides models: files, the caller's variables, and values that stand in for what is not there. */
export interface PlanSource {
  readonly env: ReadonlyMap<string, string>;
  /** A file by its path in the project, or as a Compose file names it outside of that; null where it is not there or too large. */
  bytes(path: string): Uint8Array | null;
  /** The files below a folder of the project; null where it is none. */
  below(path: string): readonly string[] | null;
  /** A random value, the same each time for a name. */
  generated(name: string): string;
}

type PlannedFile = PlannedContainer["files"][number];

const MOST_FILES = 500;
const MOST_BYTES = 16 * 1024 * 1024;
const READABLE = 0o444;

/** What a service sees of its secrets, its configs and the project's files that are mounted into it. */
export function plannedFiles(
  service: ComposeService,
  compose: ComposeProject,
  source: PlanSource,
  notes: Set<string>,
): readonly PlannedFile[] {
  const files: PlannedFile[] = [];
  for (const [kind, used, known] of [
    ["secret", service.secrets, compose.secrets],
    ["config", service.configs, compose.configs],
  ] as const)
    for (const { source: name, target } of used)
      files.push({ path: target, content: contentOf(name, kind, known, source, notes), mode: READABLE });
  for (const mount of service.mounts) {
    if (mount.type !== "bind" || mount.source === null) continue;
    const copied = copies(mount.source, mount.target, service, source);
    if (copied === null) notes.add(`${service.name} runs without ${mount.source} of the host, which it has at ${mount.target}`);
    else {
      files.push(...copied);
      if (copied.length > 0) notes.add(`${service.name} is given a copy of ${mount.source} at ${mount.target}`);
    }
  }
  return files;
}

function contentOf(
  name: string,
  kind: "secret" | "config",
  known: ComposeProject["secrets"],
  source: PlanSource,
  notes: Set<string>,
): Uint8Array {
  const from = known.get(name);
  if (from?.content) return Buffer.from(from.content);
  const value = from?.environment ? source.env.get(from.environment) : undefined;
  if (value !== undefined) return Buffer.from(value);
  const bytes = from?.file ? source.bytes(from.file) : null;
  if (bytes) return bytes;
  const why = from?.file
    ? `${from.file} is not there`
    : from?.environment
      ? `${from.environment} is not set`
      : "it lies elsewhere";
  notes.add(`the ${kind} ${name} is a random value, the same for all that are given it: ${why}`);
  return Buffer.from(source.generated(name));
}

/** The files of the project below a mounted path, as the container would find them; null for what is the host's. */
function copies(from: string, target: string, service: ComposeService, source: PlanSource): readonly PlannedFile[] | null {
  const path = inProject(from, service);
  if (path === null) return null;
  const single = source.bytes(path);
  if (single) return [{ path: target, content: single, mode: READABLE }];
  const below = source.below(path);
  if (!below || below.length > MOST_FILES) return null;
  const files: PlannedFile[] = [];
  let size = 0;
  for (const file of below) {
    const content = source.bytes(file);
    size += content?.length ?? 0;
    if (size > MOST_BYTES) return null;
    const name = path === "." ? file : file.slice(path.length + 1);
    if (content) files.push({ path: `${target}/${name}`, content, mode: READABLE });
  }
  return files;
}

/** `./conf` beside the Compose file is `conf` in the project; what begins elsewhere is the host's. */
function inProject(from: string, { place }: ComposeService): string | null {
  if (!/^\.{1,2}(?:\/|$)/.test(from)) return null;
  return joined(dirname(place.file), from);
}
