import type { FileIndex } from "../image/file-index.js";
import type { Evidence, Found } from "./evidence.js";

interface NpmFile {
  readonly path: string;
  readonly evidence: Evidence;
}

/** Far over what any application takes; manifests may be written to take longer. */
const MOST_LOOKUPS = 5_000_000;

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/"));

/**
 * Which installed packages of npm only developers need, by the paths of their manifests: by npm's own record where there is one, else by
 * what can be reached from the applications' manifests as Node resolves names. A path that is not in the answer: nothing tells.
 */
export function npmDevelopment(finals: readonly NpmFile[], files: FileIndex): ReadonlyMap<string, boolean> {
  const manifests = new Map<string, Found>();
  const answer = new Map<string, boolean>();
  for (const { path, evidence } of finals) {
    const [found] = evidence.packages;
    if (evidence.from === "npm" && found) manifests.set(path, found);
  }
  let left = MOST_LOOKUPS;
  const holders = new Map<string, boolean>();
  const holds = (folder: string) => {
    const known = holders.get(folder);
    if (known !== undefined) return known;
    const answer = files.resolve(`${folder}/node_modules`) !== null;
    holders.set(folder, answer);
    return answer;
  };
  /** The manifest of the package that a module in this folder gets by this name: in the nearest node_modules on the way up. */
  const resolved = (folder: string, name: string): string | null => {
    for (let at = folder; left-- > 0; at = folderOf(at)) {
      const path = `${at}/node_modules/${name}/package.json`;
      if (!at.endsWith("/node_modules") && holds(at)) {
        const found = manifests.has(path) ? path : files.resolve(path)?.path;
        if (found !== undefined) return found;
      }
      if (at === "") return null;
    }
    return null;
  };
  const reach = (start: readonly (readonly [folder: string, needs: readonly string[]])[]) => {
    const seen = new Set<string>();
    const open = [...start];
    for (let next = open.pop(); next; next = open.pop()) {
      const [folder, needs] = next;
      for (const name of needs) {
        const manifest = resolved(folder, name);
        const found = manifest === null || seen.has(manifest) ? undefined : manifests.get(manifest);
        if (!found || manifest === null) continue;
        seen.add(manifest);
        open.push([folderOf(manifest), found.needs ?? []]);
      }
    }
    return seen;
  };
  const applications = finals.flatMap(({ path, evidence }) =>
    evidence.from === "npm-app" ? evidence.packages.map((found) => [folderOf(path), found] as const) : [],
  );
  if (applications.length > 0) {
    const shipped = reach(applications.map(([folder, { needs = [] }]) => [folder, needs]));
    const developers = reach(applications.map(([folder, { developmentNeeds = [] }]) => [folder, developmentNeeds]));
    for (const path of developers) answer.set(path, true);
    for (const path of shipped) answer.set(path, false);
  }
  for (const { path, evidence } of finals) {
    if (evidence.from !== "npm-lock") continue;
    const root = folderOf(folderOf(path));
    for (const { within, development } of evidence.packages) {
      const manifest = files.resolve(`${root}/${within}/package.json`)?.path;
      if (manifest && manifests.has(manifest)) answer.set(manifest, development === true);
    }
  }
  return answer;
}
