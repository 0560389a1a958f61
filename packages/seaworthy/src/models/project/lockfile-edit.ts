import { type Edit, inserted } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";

const MANIFEST = /(?:^|\/)(?:package\.json|pyproject\.toml|Pipfile|Cargo\.toml|Gemfile|composer\.json|go\.mod)$/;

/** A lockfile that is there copied together with its manifest; or why none is. */
export function copiedLockfile(file: Dockerfile, [start]: Range, message: string): readonly Edit[] | string {
  const beside = /^(\S+) is not copied before the install/.exec(message)?.[1];
  if (!beside) return "a lockfile is made by the package manager, which asks its registry: make it, and commit it";
  const name = beside.slice(beside.lastIndexOf("/") + 1);
  const stage = file.stages.find(
    ({ instructions, from }) => start >= from.range[0] && start <= (instructions.at(-1)?.range[1] ?? 0),
  );
  for (const one of stage?.instructions ?? []) {
    if (one.keyword !== "COPY" || one.json || one.from || one.range[0] > start) continue;
    const manifest = one.sources.find(({ text }) => MANIFEST.test(text));
    const { destination } = one;
    if (!manifest || !destination || !/(?:^\.|\/)$/.test(destination.text)) continue;
    const folder = manifest.text.slice(0, manifest.text.lastIndexOf("/") + 1);
    return [inserted(file.path, manifest.range[1], ` ${folder}${name}`)];
  }
  return "the manifest is not copied in a way that is read";
}
