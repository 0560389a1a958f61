import { kept, remembered } from "../../core/kept.js";
import type { Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import type { BuildContext } from "./context.js";
import { copiesInto, originOf, sourceInContext } from "./copied-paths.js";
import { baseName, folderOf, isWithin, joinPath } from "./paths.js";
import type { ProjectFiles } from "./service.js";

const MANIFEST =
  /^(?:package\.json|pyproject\.toml|requirements(?:[-_.][\w-]+)?\.txt|setup\.py|setup\.cfg|Pipfile|environment\.ya?ml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|Gemfile|composer\.json|Cargo\.toml|mix\.exs|deno\.jsonc?|[^/]+\.(?:cs|fs|vb)proj)$/;

/** All files of so small a context are looked at before anything is followed. */
const FEW = 20;

/** Source files that a runtime is told to run. */
const STARTED = /\.(?:py|[cm]?[jt]s|rb|php)$/;

const hasManifest = kept((files: ProjectFiles) =>
  remembered((folder): boolean => {
    const length = folder === "." ? 0 : folder.length + 1;
    for (const path of files.below(folder)) if (!path.includes("/", length) && MANIFEST.test(path.slice(length))) return true;
    return false;
  }),
);

/** Whether a folder itself holds a manifest of a program; the services of a tree ask it of the folders above them. */
function holdsManifest(folder: string, files: ProjectFiles): boolean {
  return hasManifest(files)(folder);
}

/**
 * The folder of the program inside an image, relative to the project root: the Dockerfile's own when it holds a manifest, else the
 * one that the start command or WORKDIR leads back to, else the deepest folder whose manifest is copied, else the context.
 */
export function appFolder(
  dockerfile: string | null,
  stage: Stage,
  context: BuildContext,
  start: readonly string[] | null,
  files: ProjectFiles,
): string {
  const own = dockerfile === null ? context.root : folderOf(dockerfile);
  if (own === context.root && context.files.length <= FEW && !context.files.some((path) => MANIFEST.test(baseName(path))))
    return own;
  const copied = copiedFolders(stage, context, files);
  if (own !== context.root && isWithin(context.root, own) && holdsManifest(own, files) && touches(copied, own)) return own;
  for (const path of startPaths(stage, start)) {
    const origin = originOf(stage, path, context.root, files);
    if (origin === null) continue;
    for (let at = origin; isWithin(context.root, at) && at !== context.root; at = folderOf(at))
      if (holdsManifest(at, files)) return at;
    // Source that is started, with the context's own manifest alone above it: another manifest that is copied is a helper's.
    if (STARTED.test(origin) && holdsManifest(context.root, files)) return context.root;
  }
  const manifests = [...copied].filter((folder) => folder !== context.root && holdsManifest(folder, files));
  const rooted = copied.has(context.root) && holdsManifest(context.root, files);
  // Several packages beside a root manifest are a workspace: the root is the program.
  if (manifests.length === 1 && manifests[0] && !(rooted && copiesAll(stage))) return manifests[0];
  // Something of the Dockerfile's own folder, without a manifest that is known, is still no reason to look at the whole context.
  return !copied.has(context.root) && own !== context.root && isWithin(context.root, own) && touches(copied, own)
    ? own
    : context.root;
}

function touches(copied: ReadonlySet<string>, folder: string): boolean {
  return [...copied].some((one) => isWithin(one, folder) || isWithin(folder, one));
}

function copiesAll(stage: Stage): boolean {
  return copiesInto(stage).some(
    (copy) => copy.from.kind === "context" && copy.sources.some((source) => sourceInContext(source) === "."),
  );
}

function startPaths(stage: Stage, start: readonly string[] | null): readonly string[] {
  const workdir = stage.facts.workdir.value;
  const words = (start ?? []).filter(
    (word) => /[./]/.test(word) && !word.startsWith("-") && !word.includes("$") && !word.endsWith(".sh"),
  );
  const paths = words.map((word) => cleanPath(word.startsWith("/") ? word : `${workdir}/${word}`));
  return workdir.includes("$") ? paths.filter((path) => path.startsWith("/")) : [...paths, cleanPath(workdir)];
}

/** Folders of the project that something is copied from: the folder of a copied manifest, or a copied folder. */
function copiedFolders(stage: Stage, context: BuildContext, files: ProjectFiles): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const copy of copiesInto(stage)) {
    if (copy.from.kind !== "context") continue;
    for (const source of copy.sources) {
      if (source.includes("$")) continue;
      const path = joinPath(context.root, sourceInContext(source));
      const isFile = files.tracked(path) || /[*?[]/.test(source);
      if (!isFile) folders.add(path);
      else if (MANIFEST.test(baseName(path)) || /[*?[]/.test(source)) folders.add(folderOf(path));
    }
  }
  return folders;
}
