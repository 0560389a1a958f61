import { isProgramSource } from "../app/candidates.js";
import { isLockfile } from "../app/lockfiles.js";
import { manifestLanguage } from "../app/manifests/read.js";
import { neededStages } from "../dockerfile/needed.js";
import type { Before, Changes } from "./changes.js";
import { isPipelineFile } from "./ci-files.js";
import { composeChanges } from "./compose-changes.js";
import { sourceInContext } from "./copied-paths.js";
import { fileWithoutWorkload, touchesWorkload } from "./manifest-changes.js";
import { isWithin, joinPath, relativeTo } from "./paths.js";
import type { Project } from "./project.js";
import { copyFinder, isSent, standIn } from "./sent-paths.js";
import type { ProjectFacts, Service } from "./service.js";

const LANGUAGES = ["node", "python", "go", "java", "ruby", "php", "dotnet", "rust"] as const;

/** The changed files whose earlier text tells whom a change touches: those that deploy, or did. */
export function filesToCompare(project: Project, changes: Changes): readonly string[] {
  const compose = new Set(project.facts.composeFiles);
  return [...changes.files].filter((file) => compose.has(file) || (/\.ya?ml$/i.test(file) && !isPipelineFile(file)));
}

/**
 * Which services a change touches, by id, each with the first reason: a file that its verdict rests on changed. What cannot be told apart
 * touches all that it may touch: a service that is left out has no fault that it had not at the commit.
 * @param before the texts of `filesToCompare`
 * @param config the path of the config that holds, relative to the project's root; null: none
 */
export function touchedServices(
  project: Project,
  changes: Changes,
  before: Before,
  config: string | null,
): ReadonlyMap<string, string> {
  const touched = new Map<string, string>();
  const forAll = config !== null && changes.files.has(config) ? config : null;
  const forBuilt = sharedFile(project.facts, changes);
  const compose = composeChanges(project, changes, before);
  const removing = compose.find(({ removes }) => removes)?.file ?? fileWithoutWorkload(project, changes, before);
  const changed = [...changes.files];
  const ofBuild = (service: Service) =>
    forBuilt ??
    (service.deployments.length === 0 ? removing : null) ??
    ownFile(service, changes) ??
    appFile(service, changed) ??
    takenFile(service, changed);
  const ofDeployments = ({ deployments }: Service): string | null => {
    for (const one of deployments) {
      if (one.kind === "kubernetes" && touchesWorkload(one, project, changes, before)) return one.file;
      if (one.kind !== "compose") continue;
      const change = compose.find(({ touches }) => touches(one.file, one.name));
      const env = one.compose?.envFiles.find(({ value }) => changes.files.has(value));
      if (change || env) return change?.file ?? env?.value ?? null;
    }
    return null;
  };
  for (const service of project.services) {
    const file = forAll ?? (service.foreign ? null : ofBuild(service)) ?? ofDeployments(service);
    if (file !== null) touched.set(service.id, `${file} changed`);
    project.letGo(service);
  }
  return touched;
}

/** What all builds share: pipelines, what they run, update bots, files that may hold credentials. */
function sharedFile({ ci, credentialFiles }: ProjectFacts, { files }: Changes): string | null {
  const known = new Set([
    ...ci.files.map(({ path }) => path),
    ...ci.runs.map(({ place }) => place.file),
    ...credentialFiles.map(({ path }) => path),
  ]);
  for (const file of files) {
    if (known.has(file) || isPipelineFile(file) || ci.unread.some((path) => isWithin(path, file))) return file;
  }
  return null;
}

function ownFile({ dockerfile, context, entryScripts }: Service, { files }: Changes): string | null {
  const own = [
    ...(dockerfile ? [dockerfile.path, `${dockerfile.path}.dockerignore`] : []),
    ...(context ? [joinPath(context.root, ".dockerignore"), ...context.deadIgnores.map(({ path }) => path)] : []),
    ...entryScripts.map(({ path }) => path),
  ];
  return own.find((path) => files.has(path)) ?? null;
}

/** The app's code is read where it lies, also where the build takes only what was made of it elsewhere. */
function appFile({ app }: Service, changed: readonly string[]): string | null {
  if (!app) return null;
  const isApps = (path: string) =>
    manifestLanguage(path) !== null ||
    isLockfile(path) ||
    LANGUAGES.some((language) => isProgramSource(relativeTo(app.root, path), language));
  return changed.find((path) => isWithin(app.root, path) && isApps(path)) ?? null;
}

/** A file of the context that the build takes and that no ignore file keeps out. */
function takenFile({ dockerfile, stage, context }: Service, changed: readonly string[]): string | null {
  if (!context) return null;
  const inside = changed.filter((path) => isWithin(context.root, path));
  if (!dockerfile || !stage) return inside[0] ?? null;
  const stages = neededStages(dockerfile, stage);
  const copies = stages.flatMap(({ facts }) => facts.copies.filter(({ from }) => from.kind === "context"));
  const mounts = stages
    .flatMap(({ facts }) => facts.runs.flatMap(({ instruction }) => instruction.mounts))
    .flatMap(mountedFolder);
  // What is behind a variable may be anything.
  const anything = copies.some(({ sources }) => sources.some((source) => source.includes("$")));
  const find = copyFinder(copies);
  const isTaken = (path: string) => anything || find(path) !== null || mounts.some((folder) => isWithin(folder, path));
  return (
    inside.find((written) => {
      const path = relativeTo(context.root, written);
      // A submodule is named by its folder.
      return [standIn(path), `${path}/file`].some((one) => isSent(context, one) && isTaken(one));
    }) ?? null
  );
}

function mountedFolder({
  type,
  options,
}: {
  readonly type: string;
  readonly options: ReadonlyMap<string, unknown>;
}): readonly string[] {
  if (type !== "bind" || options.has("from")) return [];
  const source = options.get("source") ?? options.get("src") ?? ".";
  return typeof source === "string" ? [source.includes("$") ? "." : sourceInContext(source)] : [];
}
