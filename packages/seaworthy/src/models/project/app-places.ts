import { caseless } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import { kept } from "../../core/kept.js";
import { manifestLanguage } from "../app/manifests/read.js";
import { workspaceIndex } from "../app/workspace-index.js";
import { type BuildContext, ofContext } from "./context.js";
import { baseName, folderOf, isWithin } from "./paths.js";

/** A folder of a context in which a package manager or compiler of one language leaves its output. */
export interface AppPlace {
  /** Relative to the context. */
  readonly folder: string;
  readonly language: string;
  /** The names of the manifests that lie there. */
  readonly manifests: readonly string[];
}

/** Folders whose programs are not what the image is for. */
const ASIDE = caseless(
  hinted(
    "test e2e spec fixture example sample doc website bench template node_modules vendor third_party /.",
    () =>
      /(?:^|\/)(?:tests?|e2e|__tests__|spec|fixtures?|testdata|examples?|samples?|docs?|website|benchmarks?|benches|templates?|node_modules|vendor|third_party|\.[^/]+)(?:\/|$)/,
  ),
);
const NO_PLACES: readonly AppPlace[] = Object.freeze([]);
const MOST = 50;
const MOST_MEMBERS = 500;

function isAside(folder: string): boolean {
  return folder !== "." && ASIDE.test(`/${folder}/`);
}

/** The manifests of programs in a context, sorted: its files are many, and several rules ask. */
export function manifestsIn(context: BuildContext): readonly string[] {
  const { files } = context;
  return files.length < 2 ? manifestsAmong(files) : sharedManifests(files);
}

function manifestsAmong(files: readonly string[]): readonly string[] {
  return files.filter((path) => manifestLanguage(path) !== null);
}

/** Contexts of one root share their list of files. */
const sharedManifests = kept(manifestsAmong);

/**
 * The members of pnpm's workspaces in a context: pnpm puts a node_modules into each, where npm and yarn share the one above.
 * Relative to the context, sorted.
 */
export function pnpmMembers(context: BuildContext): readonly string[] {
  if (manifestsIn(context).length === 0) return [];
  const workspaces = workspaceIndex(context.files).named("pnpm-workspace.yaml").map(folderOf);
  if (workspaces.length === 0) return [];
  const folders = manifestsIn(context).flatMap((path) => (baseName(path) === "package.json" ? [folderOf(path)] : []));
  return folders
    .filter((folder) => !isAside(folder) && workspaces.some((root) => root !== folder && isWithin(root, folder)))
    .slice(0, MOST_MEMBERS);
}

/**
 * Where the programs of a context live: for each language the topmost folders with a manifest, and those below with a lockfile of
 * their own (members of a workspace have none, and share what is installed above). Every project file of .NET counts: each has its own bin and obj.
 */
export const appPlaces = ofContext((context: BuildContext): readonly AppPlace[] => {
  const found = new Map<string, { folder: string; language: string; manifests: string[] }>();
  for (const path of manifestsIn(context)) {
    const language = manifestLanguage(path);
    const folder = folderOf(path);
    if (language === null || isAside(folder)) continue;
    const key = `${language} ${folder}`;
    const place = found.get(key);
    if (place) place.manifests.push(baseName(path));
    else found.set(key, { folder, language, manifests: [baseName(path)] });
  }
  if (found.size === 0) return NO_PLACES;
  const locked = new Set(workspaceIndex(context.files).locks.map(({ path }) => folderOf(path)));
  const all = [...found.values()];
  return all
    .filter(
      ({ folder, language }) =>
        language === "dotnet" ||
        locked.has(folder) ||
        !all.some((other) => other.language === language && other.folder !== folder && isWithin(other.folder, folder)),
    )
    .slice(0, MOST);
});
