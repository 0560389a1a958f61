import { baseName, folderOf } from "./paths.js";

/** Folders that hold what a service is made of and do not name it. */
const NAMELESS = new Set(
  "docker .docker build deploy deployment container containers containerfiles dockerfiles ci ops infra infrastructure src app".split(
    " ",
  ),
);
/** Parts of a file's name that tell variants of one service apart rather than services. */
const VARIANT = /^(?:prod|production|release|final|default|alpine|debian|ubuntu|slim|distroless|multi|multistage|v?\d[\w.]*)$/i;

/** What a Dockerfile's own name adds: "worker" in `Dockerfile.worker` and `worker.Dockerfile`; null when it adds nothing. */
function suffixOf(path: string): string | null {
  const base = baseName(path);
  if (base === "Dockerfile") return null;
  return /^(?:docker|container)file[._-](.+)$/i.exec(base)?.[1] ?? /^(.+)[._-](?:docker|container)file$/i.exec(base)?.[1] ?? null;
}

/** The name that a Dockerfile alone gives its service: its own suffix or prefix, else its folder, else the project. */
export function nameOfDockerfile(path: string, project: string): string {
  const suffix = suffixOf(path);
  if (suffix !== null && !VARIANT.test(suffix)) return suffix;
  return folderName(folderOf(path)) ?? project;
}

/** The name of the nearest folder, upwards, that says something; null where none does. */
export function folderName(folder: string): string | null {
  for (let at = folder; at !== "."; at = folderOf(at)) if (!NAMELESS.has(baseName(at).toLowerCase())) return baseName(at);
  return null;
}

/** Makes names unique: by the variant in the file's name, by the folders above, in the end by a number. */
export function uniqueName(wanted: string, path: string, taken: Set<string>): string {
  if (!taken.has(wanted)) {
    taken.add(wanted);
    return wanted;
  }
  const suffix = suffixOf(path);
  const candidates: string[] = [];
  if (suffix !== null && suffix !== wanted) candidates.push(`${wanted}-${suffix}`);
  for (let at = folderOf(path); at !== "."; at = folderOf(at)) {
    const above = folderName(at);
    if (above !== null && above !== wanted) candidates.push(`${above}/${wanted}`);
  }
  let name = candidates.find((candidate) => !taken.has(candidate));
  for (let number = 2; name === undefined; number++) if (!taken.has(`${wanted}-${number}`)) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
