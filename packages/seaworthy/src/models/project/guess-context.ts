import { kept, remembered } from "../../core/kept.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { compileSourceGlob } from "../dockerignore/glob.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, folderOf, joinPath, relativeTo } from "./paths.js";
import type { ProjectFiles } from "./service.js";

/** Files that lie beside a Dockerfile without being an app. */
const BESIDE =
  /^(?:.*(?:docker|container)file.*|\.dockerignore|(?:docker-)?compose.*|readme.*|.*\.(?:sh|conf|cfg|ini|tmpl|template|md)|makefile)$/i;

/**
 * The build context of a Dockerfile that no Compose or CI file builds: its own folder when every COPY source is there, else the
 * nearest folder above where all are, else the one where most are; the nearest that is built, when all are what a build leaves.
 * A Dockerfile that names nothing (`COPY . .`) and lies in a
 * folder with nothing but Docker's own files is built from the folder above.
 */
export function guessContext(dockerfile: Dockerfile, files: ProjectFiles): string {
  const own = folderOf(dockerfile.path);
  // There is none above.
  if (own === ".") return own;
  const { sources, hidden } = contextSources(dockerfile);
  const named = [...sources].filter((source) => source !== "." && !/^\*+$/.test(source));
  if (sources.size === 0) return hidden.length > 0 ? (builtFrom(hidden, own, files) ?? own) : own;
  if (named.length === 0) {
    let folder = own;
    while (folder !== "." && files.below(folder).every((path) => BESIDE.test(baseName(path)))) folder = folderOf(folder);
    return folder;
  }
  let best = own;
  let most = 0;
  for (let folder = own; ; folder = folderOf(folder)) {
    const found = named.filter((source) => isThere(source, folder, files)).length;
    if (found === named.length) return folder;
    if (found > most) [best, most] = [folder, found];
    if (folder === ".") return most > 0 ? best : (builtFrom(named, own, files) ?? own);
  }
}

/** Where builds put what they make. */
const OUTPUT = /^(?:target|build|dist|out|publish|bin)(?:\/|$)/;
/** What the folder of a build holds. */
const MANIFEST = /^(?:pom\.xml|build\.gradle(?:\.kts)?|package\.json|Cargo\.toml|go\.mod|[^/]+\.(?:csproj|fsproj|sln|slnx))$/;

/** The nearest folder upwards that is built, for a Dockerfile that copies nothing but what a build outside of Docker makes. */
function builtFrom(named: readonly string[], own: string, files: ProjectFiles): string | null {
  if (!named.every((source) => OUTPUT.test(source))) return null;
  for (let folder = own; ; folder = folderOf(folder)) {
    if (files.below(folder).some((path) => MANIFEST.test(relativeTo(folder, path)))) return folder;
    if (folder === ".") return null;
  }
}

/** What all stages take from the context by COPY, ADD or a bind mount, relative to it; what hides behind a variable is apart. */
function contextSources(dockerfile: Dockerfile): { sources: ReadonlySet<string>; hidden: readonly string[] } {
  const sources = new Set<string>();
  const hidden: string[] = [];
  const add = (written: string): void => {
    if (written.includes("$")) hidden.push(sourceInContext(written));
    else sources.add(sourceInContext(written));
  };
  for (const stage of dockerfile.stages) {
    for (const copy of stage.facts.copies) if (copy.from.kind === "context") copy.sources.forEach(add);
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== "RUN") continue;
      for (const { type, options } of instruction.mounts) {
        const written = options.get("source") ?? options.get("src");
        if (type === "bind" && !options.has("from") && typeof written === "string") add(written);
      }
    }
  }
  return { sources, hidden };
}

function isThere(source: string, folder: string, files: ProjectFiles): boolean {
  const path = joinPath(folder, source);
  if (!WILD.test(source)) return files.has(path);
  return matchesIn(files)(path) ?? files.has(folder);
}

const WILD = /[*?[]/;

/** The files and folders that lie directly in a folder, as paths. */
const entriesOf = kept((files: ProjectFiles) =>
  remembered((folder): readonly string[] => {
    const first = folder === "." ? 0 : folder.length + 1;
    const entries = new Set<string>();
    for (const path of files.below(folder)) {
      const slash = path.indexOf("/", first);
      entries.add(slash < 0 ? path : path.slice(0, slash));
    }
    return [...entries];
  }),
);

/**
 * Whether a file matches a pattern; null where that cannot be looked for. Many Dockerfiles of a tree ask for the same `package*.json` of
 * the folders above them.
 */
const matchesIn = kept((files: ProjectFiles) =>
  remembered((pattern): boolean | null => {
    const glob = compileSourceGlob(pattern);
    const start = folderOf(pattern);
    return !glob || WILD.test(start) ? null : entriesOf(files)(start).some(glob);
  }, 1000),
);
