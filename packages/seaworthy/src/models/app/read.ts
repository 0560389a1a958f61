import type { LanguageManager } from "../shell/packages.js";
import type { App, Language, Lockfile, Manifest } from "./app.js";
import { rootPrefix } from "./candidates.js";
import { entryOf } from "./entry.js";
import { frameworksOf } from "./frameworks.js";
import { functionsOf } from "./functions.js";
import { readGo } from "./go/read.js";
import { startedProgram } from "./go/started.js";
import { importsOf } from "./imports.js";
import type { AppInput } from "./input.js";
import { readJava } from "./java/read.js";
import { languageOf } from "./languages.js";
import { lockfilesOf } from "./lockfiles.js";
import { mainOf } from "./main.js";
import { readManifest } from "./manifests/read.js";
import { readNode } from "./node/read.js";
import { type Behaviour, NO_BEHAVIOUR, type Program } from "./program.js";
import { readPython } from "./python/read.js";
import { liesAbove, scopeOf } from "./scope.js";
import { readSources } from "./sources.js";
import { startWords } from "./start.js";
import { workspaceIndex } from "./workspace-index.js";

export type { AppInput } from "./input.js";

const READERS: Partial<Record<Language, (program: Program) => Behaviour>> = {
  node: readNode,
  python: readPython,
  go: readGo,
  java: readJava,
};

/**
 * Reads the program below a folder: its language, manifests and, for JavaScript and TypeScript, Python, Go, Java and Kotlin, what its own code shows of
 * health checks, shutdown, logging, secrets, dependencies, ports and written paths. Never throws on any text; what was not read is said in `unreadBecause`.
 */
export function readApp(given: AppInput): App {
  const start = startWords(given);
  // Services that are built from one folder share its list of paths.
  const index = workspaceIndex(given.files);
  const own = index.native;
  const language = languageOf(index.counted(given.root), start);
  const prefix = rootPrefix(given.root);
  const around = workspaceIndex(given.workspace).lockfiles.filter((path) => liesAbove(prefix, path));
  const lockfiles = around.length === 0 ? index.locks : lockfilesOf([...index.lockfiles, ...around]);
  if (language === "unknown" || language === "static") return programless(given.root, language, lockfiles);
  const input = { ...given, start };
  const scope = scopeOf(input, own, language);
  const manifests = scope.manifests.flatMap((path) => {
    const text = input.read(path);
    const found = text === null ? null : readManifest(path, text);
    return found ? [found] : [];
  });
  const started = entryOf(input, own, language, manifests);
  const reader = READERS[language];
  const sources = reader ? readSources(input, scope.sources(started), language) : { files: [], unreadBecause: null };
  const begun = language === "go" ? startedProgram(sources.files, manifests, input) : null;
  const files = begun?.files ?? sources.files;
  const entry = begun?.entry ?? started ?? mainOf(files, language);
  const dependency = (name: string): string | null => {
    for (const one of manifests) {
      const version = one.dependencies.get(name);
      if (version !== undefined) return version;
    }
    return null;
  };
  const imports = files.flatMap(importsOf);
  const frameworks = frameworksOf(language, manifests, imports);
  const program: Program = {
    input,
    manifests,
    files,
    imports,
    functions: functionsOf(files),
    dependency,
    frameworks,
    entry,
    paths: own,
  };
  const read = reader !== undefined && files.length > 0;
  return {
    root: input.root,
    language,
    frameworks,
    manifests,
    lockfiles,
    manager: managerOf(language, lockfiles, manifests),
    entry,
    sourceRead: read,
    unreadBecause: read ? sources.unreadBecause : (sources.unreadBecause ?? unreadBecause(language, reader !== undefined)),
    files: files.length,
    ...(read && reader ? reader(program) : NO_BEHAVIOUR),
  };
}

/** Neither manifests nor sources tell of a program here. */
function programless(root: string, language: "unknown" | "static", lockfiles: readonly Lockfile[]): App {
  return {
    root,
    language,
    frameworks: [],
    manifests: [],
    lockfiles,
    manager: null,
    entry: null,
    sourceRead: false,
    unreadBecause: unreadBecause(language, false),
    files: 0,
    ...NO_BEHAVIOUR,
  };
}

function unreadBecause(language: Language, readable: boolean): string {
  if (readable) return "no source file of the program was found";
  if (language === "unknown") return "the language of the program could not be told";
  if (language === "static") return "a static site has no program of its own";
  return `the source of ${NAMES[language] ?? language} programs is not read`;
}

const NAMES: Partial<Record<Language, string>> = { ruby: "Ruby", php: "PHP", dotnet: ".NET", rust: "Rust" };

const BY_KIND: readonly (readonly [RegExp, LanguageManager])[] = [
  [/^package\.json$/, "npm"],
  [/^deno\.jsonc?$/, "deno"],
  [/^Pipfile$/, "pipenv"],
  [/^(?:pyproject\.toml|requirements|setup)/, "pip"],
  [/^go\.mod$/, "go"],
  [/^pom\.xml$/, "maven"],
  [/^build\.gradle/, "gradle"],
  [/^Gemfile$/, "bundler"],
  [/^composer\.json$/, "composer"],
  [/proj$/, "nuget"],
  [/^Cargo\.toml$/, "cargo"],
];
const MANAGES: Readonly<Record<string, readonly LanguageManager[]>> = {
  node: ["npm", "yarn", "pnpm", "bun", "deno"],
  python: ["pip", "pipenv", "poetry", "uv", "pdm", "conda"],
  go: ["go"],
  java: ["maven", "gradle"],
  ruby: ["bundler"],
  php: ["composer"],
  dotnet: ["nuget"],
  rust: ["cargo"],
};

function managerOf(language: Language, lockfiles: readonly Lockfile[], manifests: readonly Manifest[]): LanguageManager | null {
  const ours = MANAGES[language] ?? [];
  const locked = lockfiles.find((lockfile) => ours.includes(lockfile.manager));
  if (locked) return locked.manager;
  return (
    manifests.map((one) => BY_KIND.find(([kind]) => kind.test(one.kind))?.[1]).find((found) => found && ours.includes(found)) ??
    null
  );
}
