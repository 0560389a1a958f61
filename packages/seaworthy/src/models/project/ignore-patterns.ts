import { clutterKind } from "../../knowledge/clutter.js";
import { secretFile } from "../../knowledge/secret-files.js";
import { wouldBeOf } from "../dockerignore/would-be.js";
import { type AppPlace, appPlaces, pnpmMembers } from "./app-places.js";
import type { BuildContext } from "./context.js";
import { baseName, joinPath } from "./paths.js";
import { isSent, standIn } from "./sent-paths.js";

/** What an ignore file keeps out, by the rule that asks for it. */
export type KeptGroup = "vcs" | "secrets" | "dependencies" | "clutter";

const TEMPLATE = /^\.env[._-](?:example|sample|template|tmpl|dist|defaults?)$/;
const MOST_FILES = 20;

/** Patterns that keep a group out of a context, as a person would write them: what the tree holds, and what turns up beside it. */
export function keptPatterns(context: BuildContext, group: KeptGroup): readonly string[] {
  switch (group) {
    case "vcs":
      return [".git"];
    case "secrets":
      return secretPatterns(context);
    case "dependencies":
      return dependencyPatterns(context);
    case "clutter":
      return clutterPatterns(context);
  }
}

/** What a new ignore file holds: all groups, and what of the tree serves no image. */
export function newPatterns(context: BuildContext): readonly string[] {
  const found = [
    ...(context.holdsGit ? [".git"] : []),
    ...secretPatterns(context),
    ...dependencyPatterns(context),
    ...treeClutter(context),
  ];
  return [...new Set(found)];
}

function secretPatterns(context: BuildContext): readonly string[] {
  const { files, untracked } = context;
  const deep =
    appPlaces(context).some(({ folder }) => folder !== ".") || [...files, ...untracked].some((path) => /\/\.env/.test(path));
  const any = deep ? "**/" : "";
  // Symfony keeps its defaults in a tracked .env.
  const symfony = files.includes("symfony.lock") || files.includes("bin/console");
  const found = symfony ? [`${any}.env.local`, `${any}.env.*.local`] : [`${any}.env`, `${any}.env.*`];
  if (!symfony) {
    const kept = new Set<string>();
    for (const path of files) if (TEMPLATE.test(baseName(path))) kept.add(`!${any}${baseName(path)}`);
    found.push(...kept);
  }
  const others = [...files, ...untracked]
    .map(standIn)
    .filter((path) => secretFile(path) === "secret" && !/(?:^|\/)\.env[^/]*$/.test(path) && isSent(context, path));
  return [...found, ...others.slice(0, MOST_FILES).map(escaped)];
}

/** Names that a package manager or compiler uses, and nobody else. */
const OWN_NAMES = new Set(["node_modules", ".venv", "__pycache__"]);

function dependencyPatterns(context: BuildContext): readonly string[] {
  const places = appPlaces(context);
  const found = new Set<string>();
  for (const place of places) {
    for (const name of outputsOf(place)) {
      const inDeep = places.some(({ folder, language }) => folder !== "." && language === place.language);
      if (OWN_NAMES.has(name)) {
        found.add(inDeep || name === "__pycache__" || pnpmMembers(context).length > 0 ? `**/${name}` : name);
        continue;
      }
      const several = places.filter(({ language }) => language === place.language).length > 1;
      const pattern = several && place.language === "dotnet" ? `**/${name}` : joinPath(place.folder, name);
      const tracked = (path: string): boolean =>
        pattern.startsWith("**/") ? path.split("/").slice(0, -1).includes(name) : path.startsWith(`${pattern}/`);
      if (!context.files.some(tracked)) found.add(escaped(pattern));
      else if (pattern.startsWith("**/") && !context.files.some((path) => path.startsWith(`${joinPath(place.folder, name)}/`)))
        found.add(escaped(joinPath(place.folder, name)));
    }
  }
  return [...found];
}

function outputsOf({ language, manifests }: AppPlace): readonly string[] {
  const has = (name: RegExp): boolean => manifests.some((each) => name.test(each));
  if (language === "node") return has(/^package\.json$/) ? ["node_modules"] : [];
  if (language === "python") return [".venv", "__pycache__"];
  if (language === "rust") return ["target"];
  if (language === "java") return has(/^pom\.xml$/) ? ["target"] : ["build"];
  if (language === "dotnet") return ["bin", "obj"];
  return [];
}

/** What `dockerignore/excludes-clutter` looks for and nothing keeps out. */
function clutterPatterns(context: BuildContext): readonly string[] {
  const ecosystems = new Set(appPlaces(context).flatMap(({ folder, language }) => (folder === "." ? [language] : [])));
  return wouldBeOf({ holdsGit: false, ecosystems })
    .filter(({ group, samples }) => (group === "clutter" || group === "caches") && samples.every((path) => isSent(context, path)))
    .map(({ name }) => name);
}

/** What lies at the root of the tree for people and tools. */
function treeClutter(context: BuildContext): readonly string[] {
  const found = new Set<string>();
  for (const path of context.files) {
    const [first = "", second] = path.split("/");
    if (first.startsWith(".env")) continue;
    if (second === undefined && /^(?:docker-)?compose[^/]*\.ya?ml$/.test(first)) found.add(first);
    else if (second === undefined && /^(?:.*\.)?dockerfile(?:\..*)?$/i.test(first)) found.add(first);
    else if (clutterKind(first, second !== undefined) !== null) found.add(first);
  }
  if (context.files.includes("README.md") && !needsReadme(context)) found.add("README.md");
  return [...found].sort();
}

/** Packages whose builds read the README that their manifest names. */
export function needsReadme({ files }: BuildContext): boolean {
  return files.some((path) => /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg|Cargo\.toml|[^/]+\.gemspec)$/.test(path));
}

/** A path as a pattern that matches it alone. */
function escaped(path: string): string {
  return path.replace(/[[\\]|(?<!\*)\?/g, "\\$&");
}
