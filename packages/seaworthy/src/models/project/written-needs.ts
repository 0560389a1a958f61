import { baseFacts, familiarName } from "../../knowledge/bases.js";
import { hardeningOf } from "../../knowledge/hardening.js";
import { writtenByProgram, writtenPaths } from "../../knowledge/written-paths.js";
import type { Stage } from "../dockerfile/dockerfile.js";
import type { Deployment } from "./deployment.js";
import type { Service } from "./service.js";
import { startCommands } from "./start-words.js";

/** A folder that is written, and by whom. */
export interface WrittenNeed {
  readonly by: string;
  readonly path: string;
}

/** The folders that a deployment is known to write. */
export function writtenNeeds(service: Service, deployment: Deployment): readonly WrittenNeed[] {
  const { stage, app } = service;
  const needs: WrittenNeed[] = [];
  const base = ownImage(service, deployment);
  const known = base === null ? null : writtenPaths(base);
  for (const path of known?.paths ?? []) needs.push({ by: known?.software ?? "", path });
  for (const words of stage ? startCommands(stage, [deployment]) : []) {
    for (const word of words.slice(0, 6)) {
      const writes = writtenByProgram(word.slice(word.lastIndexOf("/") + 1));
      for (const path of writes?.paths ?? []) needs.push({ by: writes?.software ?? "", path });
    }
  }
  for (const path of stage ? writtenByStart(stage) : []) needs.push({ by: "the start command", path });
  for (const { path } of app?.writes ?? []) {
    const folder = normalFolder(path);
    if (folder.startsWith("/") && !/^\/(?:dev|proc|sys)(?:\/|$)/.test(folder)) needs.push({ by: "the code", path: folder });
  }
  return needs;
}

/** What needs room once the root is read-only. */
export interface Room {
  /** Folders for a tmpfs each: what is known to be written, and /tmp, where no volume lies. */
  readonly folders: readonly string[];
  /** A folder that is written beside the program itself, which a tmpfs would hide. */
  readonly blocked: string | null;
}

export function roomNeeded(service: Service, deployment: Deployment): Room {
  const base = ownImage(service, deployment);
  const wanted = [
    ...(holdsProgram(service, "/tmp") ? [] : ["/tmp"]),
    ...(base === null ? [] : (hardeningOf(base)?.room ?? [])),
    ...writtenNeeds(service, deployment).map(({ path }) => folderFor(path)),
  ].map(normalFolder);
  const places = writableOf(service, deployment);
  const open = [...new Set(wanted)].filter((path) => !isWithin(path, places));
  const folders = open.filter(
    (path) =>
      !isWithin(
        path,
        open.filter((other) => other !== path),
      ),
  );
  return { folders, blocked: folders.find((path) => holdsProgram(service, path)) ?? null };
}

/** A file is written with others beside it. */
function folderFor(path: string): string {
  return /\/[^/]+\.\w{1,8}$/.test(path) ? path.slice(0, path.lastIndexOf("/")) || "/" : path;
}

/** Whether a folder has something in it that the image brought there. */
function holdsProgram({ stage }: Service, folder: string): boolean {
  if (/^\/(?:bin|sbin|lib|lib64|usr|etc|var|opt|home|root)?$/.test(folder)) return true;
  if (!stage) return false;
  const { workdir, copies } = stage.facts;
  const brought = [
    normalFolder(workdir.value),
    ...copies.flatMap(({ destination }) => (destination ? [normalFolder(destination)] : [])),
  ];
  return brought.some((path) => path !== "/" && isWithin(path, [folder]));
}

/** The folders that a deployment may write whatever its root is. */
export function writableOf(service: Service, deployment: Deployment): readonly string[] {
  return [
    ...deployment.writablePaths.map((one) => normalFolder(one.value)),
    ...(service.stage?.facts.volumes.map((one) => normalFolder(one.path)) ?? []),
  ];
}

export function isWithin(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || place === "/" || path.startsWith(`${place}/`));
}

/** The familiar name of the image whose own program a deployment runs; null where something else is started. */
export function ownImage(service: Service, deployment: Deployment): string | null {
  const { stage, foreign, image } = service;
  const base = foreign ? image : stage?.base.kind === "image" ? stage.base.reference : null;
  const own =
    stage?.facts.cmd ??
    stage?.facts.entrypoint ??
    deployment.entrypoint ??
    (isOptions(service, deployment) ? null : deployment.command);
  // The program of the base runs only where nothing else is started.
  return base && !own ? familiarName(base.name) : null;
}

/** Whether the command of a deployment is what a foreign image starts anyway, with options: `redis-server --appendonly yes`. */
function isOptions({ foreign, image }: Service, { command }: Deployment): boolean {
  if (!foreign || !image || !command) return false;
  const [first = ""] = typeof command.value === "string" ? command.value.trim().split(/\s+/) : command.value;
  return first.startsWith("-") || first === baseFacts(image)?.cmd?.[0];
}

/** Files that a start command in shell form writes: by redirection, or through tee. */
function writtenByStart({ facts }: Stage): readonly string[] {
  const commands = [facts.entrypoint, facts.cmd].flatMap((start) => start?.script?.commands ?? []);
  const targets = commands.flatMap(({ name, words, redirects }) => [
    ...redirects.filter(({ operator }) => /^\d?>{1,2}\|?$|^&>>?$/.test(operator)).map(({ target }) => target?.value ?? null),
    ...(name === "tee" ? words.slice(1).map(({ value }) => value) : []),
  ]);
  return targets
    .filter((path): path is string => path?.startsWith("/") === true && !/^\/(?:dev|proc)\//.test(path))
    .map(normalFolder);
}

/** `/var/run` is a link to `/run`. */
export function normalFolder(path: string): string {
  const clean = path.replace(/\/+/g, "/").replace(/(?<=.)\/$/, "");
  return clean.startsWith("/var/run") ? clean.slice(4) : clean;
}
