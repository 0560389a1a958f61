import { get, parseYaml } from "../yaml/yaml.js";
import type { ComposeSet } from "./compose-sets.js";
import { baseName, joinPath } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectFiles } from "./service.js";

/** Files that tell how a project is started, beside its Compose files. */
const TELLS = /^(?:readme[^/]*|[^/]*makefile|[^/]*\.(?:mk|sh)|justfile|taskfile\.ya?ml|package\.json)$/i;
const MOST_FILES = 60;

/**
 * The set without its base, where the production file is whole and the project says that it is started alone: every command line that
 * names it, in its own comments or in a file beside it, names it by itself. Laid over the base it would be given what is for development.
 */
export function withoutBase(set: ComposeSet, files: ProjectFiles, reader: Reader): ComposeSet {
  const [base, production] = set.files;
  if (base === undefined || production === undefined || set.files.length !== 2) return set;
  const own = reader.glance(production);
  if (own === null || !isWhole(production, own)) return set;
  const beside = files
    .below(set.folder)
    .filter((path) => joinPath(set.folder, baseName(path)) === path && TELLS.test(baseName(path)))
    .slice(0, MOST_FILES);
  let alone = false;
  for (const text of [own, ...beside.map((path) => reader.glance(path) ?? "")]) {
    for (const named of namedTogether(text, baseName(production))) {
      if (named.length > 1) return set;
      alone = true;
    }
  }
  return alone ? { ...set, files: [production] } : set;
}

/** `logs -f web` names no file. */
const FILE_OPTION = /(?:^|\s)(?:-f|--file)(?:\s+|=)["']?([^\s"'`]+\.ya?ml)\b/g;

/** The files of each command line that names this one: `-f a.yml -f b.yml`, also with `--file=`. */
function* namedTogether(text: string, name: string): Generator<readonly string[]> {
  for (const line of text.replace(/\\\r?\n/g, " ").split(/\r?\n/)) {
    if (line.length > 2000 || !line.includes(name) || !/\bcompose\b/.test(line)) continue;
    for (const command of line.split(/&&|\|\||;/)) {
      const named = [...command.matchAll(FILE_OPTION)].map((match) => baseName(match[1] ?? ""));
      if (named.includes(name)) yield named;
    }
  }
}

/** Whether every service says what it runs. */
function isWhole(path: string, text: string): boolean {
  const services = parseYaml(path, text).documents.map((document) => get(document, "services"));
  const all = services.flatMap((map) => (map?.kind === "map" ? [...map.entries.values()] : []));
  return all.length > 0 && all.every(({ value }) => get(value, "image") !== null || get(value, "build") !== null);
}
