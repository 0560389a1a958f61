import { type Edit, inserted } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { frozenInstall } from "../dockerfile/edit/installs.js";
import { type ManifestInstall, wouldReach } from "./locked-installs.js";
import { type LockfileRecipe, lockfileRecipe, type MadeLockfile } from "./lockfile-recipe.js";
import { folderOf, joinPath, relativeTo } from "./paths.js";
import { exactRequirements } from "./requirements-edit.js";
import { isSent } from "./sent-paths.js";
import type { Service } from "./service.js";

const MANIFEST = /(?:^|\/)(?:package\.json|pyproject\.toml|Pipfile|Cargo\.toml|Gemfile|composer\.json|go\.mod)$/;

interface Asked {
  read(path: string): string | null;
  lockfile?(recipe: LockfileRecipe): MadeLockfile | null;
}

/** A lockfile copied together with its manifest, or made where there is none; or why it is not. */
export function lockedInstall(service: Service, one: ManifestInstall, asked: Asked): readonly Edit[] | string {
  const { dockerfile } = service;
  const { locked, install } = one;
  if (!dockerfile || locked.kind !== "open") return "the install is not read";
  if (locked.loose.some((name) => name.startsWith("--"))) return "the options of the install are meant to go past the lockfile";
  const root = service.context?.root ?? ".";
  if (locked.beside !== null) return copiedLockfile(dockerfile, install.range, locked.beside, root);
  if (!asked.lockfile)
    return "a lockfile is made by the package manager, in a build up to the install (--lockfiles): it asks its registry";
  const recipe = lockfileRecipe(service, one);
  if (typeof recipe === "string") return recipe;
  const made = asked.lockfile(recipe);
  if (!made) return "the lockfile was not made";
  if ("because" in made) return `${install.manager} could not make the lockfile: ${made.because}`;
  if (recipe.makes === recipe.manifest) {
    const text = asked.read(recipe.manifest);
    return text === null ? `${recipe.manifest} cannot be read` : exactRequirements(recipe.manifest, text, made.text);
  }
  const { context } = service;
  if (!context || !isSent(context, relativeTo(context.root, recipe.makes)))
    return `${recipe.makes} would be kept out of the build by ${context?.ignore?.path ?? "its context"}`;
  const copied = wouldReach(service, one, recipe.makes) ? [] : copiedLockfile(dockerfile, install.range, recipe.makes, root);
  if (typeof copied === "string") return copied;
  const frozen = frozenInstall(dockerfile, install);
  return [{ create: recipe.makes, text: made.text }, ...copied, ...(typeof frozen === "string" ? [] : frozen)];
}

/**
 * A lockfile that is there copied together with its manifest; or why none is.
 * @param root the folder that is sent to the build
 */
function copiedLockfile(file: Dockerfile, [start]: Range, beside: string, root: string): readonly Edit[] | string {
  const name = beside.slice(beside.lastIndexOf("/") + 1);
  const stage = file.stages.find(
    ({ instructions, from }) => start >= from.range[0] && start <= (instructions.at(-1)?.range[1] ?? 0),
  );
  for (const one of stage?.instructions ?? []) {
    if (one.keyword !== "COPY" || one.json || one.from || one.range[0] > start) continue;
    const manifest = one.sources.find(
      ({ text }) => MANIFEST.test(text) && folderOf(joinPath(root, text.replace(/^\/+/, ""))) === folderOf(beside),
    );
    const { destination } = one;
    if (!manifest || !destination || !/(?:^\.|\/)$/.test(destination.text)) continue;
    const folder = manifest.text.slice(0, manifest.text.lastIndexOf("/") + 1);
    return [inserted(file.path, manifest.range[1], ` ${folder}${name}`)];
  }
  return "the manifest is not copied in a way that is read";
}
