import { startOf } from "../../core/place.js";
import type { Problem, ProblemKind } from "../../core/problem.js";
import { asList, asMap, entryOf, parseYaml, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";
import { cast } from "./cast.js";
import type { ComposeProject } from "./compose.js";
import { parseDotEnv } from "./dotenv.js";
import { extendAll, type ServiceSet } from "./extends.js";
import { type Form, formOf, servicesOfVersion1 } from "./form.js";
import { interpolate, type Scope } from "./interpolation.js";
import { MERGE_BUDGET, type MergeOptions, mergeFiles } from "./merge.js";
import { dirOf, mapOf } from "./node.js";
import { dirname, joined, resolvePath } from "./path.js";
import { readProject } from "./project.js";
import { validateFile, validateService } from "./validate.js";

export interface ComposeOptions {
  /** The variables of the caller; they win over those of env files. */
  readonly env: ReadonlyMap<string, string>;
  /** Env files for interpolation, relative to the project root. Without it: `.env` beside the first file, if it can be read. */
  readonly envFiles?: readonly string[];
  /** What COMPOSE_PROJECT_NAME stands for where no variable says so. */
  readonly projectName?: string;
}

/** How many files one project may pull in by `include` and `extends`, counted each time. */
const MAX_FILES = 300;

/**
 * Reads a set of Compose files, the later laid over the earlier, by the rules of the Compose specification: interpolation, `include`,
 * `extends`, `!reset` and `!override`, validation against the official schema. Paths are relative to the project root, and
 * relative ones in the files start at the first file's directory. `read` gives a file's text or null. Never throws for any text.
 */
export function loadCompose(
  entry: readonly string[],
  read: (path: string) => string | null,
  options: ComposeOptions = { env: new Map() },
): ComposeProject {
  const loader = new Loader(read);
  const env = variablesOf(loader, entry, options);
  const root = loader.project(entry, { dir: dirname(entry[0] ?? ""), env }, []);
  return readProject(root, [...loader.files], loader.problems);
}

/** The variables with which such a set is read: the caller's, and those of env files that the caller has not. */
export function composeVariables(
  entry: readonly string[],
  read: (path: string) => string | null,
  options: ComposeOptions,
): ReadonlyMap<string, string> {
  return variablesOf(new Loader(read), entry, options);
}

function variablesOf(loader: Loader, entry: readonly string[], options: ComposeOptions): ReadonlyMap<string, string> {
  const name = new Map([["COMPOSE_PROJECT_NAME", options.projectName ?? "project"]]);
  const files = options.envFiles ?? [joined(dirname(entry[0] ?? ""), ".env") ?? ".env"];
  return loader.environment(files, new Map([...name, ...options.env]));
}

interface FileRoot {
  readonly root: YamlMap;
  readonly form: Form;
  /** Its grammar is broken: to hold the schema against a guess would only make noise. */
  readonly broken: boolean;
}

class Loader {
  readonly problems: Problem[] = [];
  readonly files = new Set<string>();
  readonly #read: (path: string) => string | null;
  readonly #sets = new Map<string, ServiceSet | null>();
  readonly #scopes = new Map<ReadonlyMap<string, string>, number>();
  readonly #merging: MergeOptions = { keepTags: true, problems: this.problems, budget: { left: MERGE_BUDGET } };
  #loaded = 0;

  constructor(read: (path: string) => string | null) {
    this.#read = read;
  }

  environment(files: readonly string[], env: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const merged = new Map<string, string>();
    for (const file of files) for (const [name, value] of parseDotEnv(this.#read(file) ?? "", env)) merged.set(name, value);
    for (const [name, value] of env) merged.set(name, value);
    return merged;
  }

  /** The files of one project as one tree, what they include and extend worked in. */
  project(files: readonly string[], scope: Scope, including: readonly string[]): YamlMap {
    let merged: YamlMap | null = null;
    for (const [index, file] of files.entries()) {
      for (const document of this.#documents(file, scope, index > 0)) {
        const whole = this.#extended(this.#included(document, scope, [...including, file]), file, scope);
        const base = merged ?? mapOf(whole.place, new Map());
        merged = mergeFiles(base, whole, { ...this.#merging, keepTags: false });
      }
    }
    return withContexts(merged ?? mapOf(startOf(files[0] ?? ""), new Map()), scope.dir);
  }

  /** The documents of a file as mappings in the current form; whatever is wrong with it is reported. */
  #documents(file: string, scope: Scope, partial: boolean): readonly YamlMap[] {
    const roots = this.#roots(file, scope);
    return roots.flatMap(({ root, form, broken }, index) => {
      const place = [...root.entries.values()][0]?.key.place ?? root.place;
      if (form === "version-1") {
        this.#report(
          "schema",
          "this is written for version 1 of the Compose format, without `services:`, which Docker Compose no longer reads",
          place,
        );
        return [servicesOfVersion1(root)];
      }
      if (form === "other") {
        this.#report("schema", "this is no Compose file: it has no `services:`", place);
        return [];
      }
      if (!broken) this.problems.push(...validateFile(root, { partial: partial || index > 0 }));
      return [root];
    });
  }

  #roots(file: string, scope: Scope): readonly FileRoot[] {
    if (++this.#loaded > MAX_FILES) {
      if (this.#loaded === MAX_FILES + 1)
        this.#report("too-deep", `more than ${MAX_FILES} files are included or extended`, startOf(file));
      return [];
    }
    const text = this.#read(file);
    if (text === null) {
      this.#report("missing", `${file} is not there`, startOf(file));
      return [];
    }
    this.files.add(file);
    const { documents, problems, broken } = parseYaml(file, text);
    this.problems.push(...problems);
    if (documents.length === 0 && problems.length === 0) this.#report("schema", "this Compose file is empty", startOf(file));
    return documents.flatMap((document): readonly FileRoot[] => {
      if (document.kind !== "map") {
        this.#report("schema", "a Compose file is a mapping at its top level", document.place);
        return [];
      }
      const form = formOf(document);
      if (form === "other") return [{ root: document, form, broken }];
      const filled = interpolate(document, scope, this.problems) as YamlMap;
      return [{ root: cast(filled, this.problems), form, broken }];
    });
  }

  #included(document: YamlMap, scope: Scope, including: readonly string[]): YamlMap {
    const include = entryOf(document, "include")?.value;
    if (!include) return document;
    let whole: YamlMap = { ...document, entries: new Map([...document.entries].filter(([name]) => name !== "include")) };
    for (const item of include.kind === "seq" ? include.items : []) {
      const imported = this.#include(item, scope, including);
      if (imported) whole = mergeFiles(imported, whole, this.#merging);
    }
    return whole;
  }

  #include(item: YamlNode, scope: Scope, including: readonly string[]): YamlMap | null {
    const paths = asList(entryOf(item, "path")?.value ?? (item.kind === "scalar" ? item : null));
    const files = paths.flatMap((path) =>
      path.kind === "scalar" && path.value !== null ? (this.#inside(path, "included file") ?? []) : [],
    );
    const [main] = files;
    if (!main || files.length < paths.length) return null;
    if (including.includes(main)) {
      this.#report("circular", `${[...including, main].join(" includes ")}`, item.place);
      return null;
    }
    if (this.#read(main) === null) {
      this.#report("missing", `the included file ${main} is not there`, item.place);
      return null;
    }
    const directory = entryOf(item, "project_directory")?.value;
    const dir =
      (directory?.kind === "scalar" && directory.value !== null ? this.#inside(directory, "project directory") : null) ??
      dirname(main);
    const envFile = entryOf(item, "env_file")?.value;
    const named = asList(envFile).flatMap((node) =>
      node.kind === "scalar" && node.text !== "/dev/null" ? (this.#inside(node, "env file") ?? []) : [],
    );
    const env = this.environment(envFile ? named : [joined(dir, ".env") ?? ".env"], scope.env);
    const project = this.project(files, { dir, env }, including);
    const kept = [...project.entries].filter(([name]) => RESOURCES.has(name));
    return mapOf(project.place, new Map(kept));
  }

  #extended(document: YamlMap, file: string, scope: Scope): YamlMap {
    const entry = document.entries.get("services");
    const services = asMap(entry?.value);
    if (!entry || !services) return document;
    const open = (written: YamlScalar, service: string): ServiceSet | null => this.#opened(written, service, scope);
    const value = extendAll({ file, services, done: new Map() }, { ...this.#merging, open });
    return { ...document, entries: new Map([...document.entries, ["services", { key: entry.key, value }]]) };
  }

  /** The services of a file that `extends` names. Of such a file Compose validates only what is taken from it. */
  #opened(written: YamlScalar, service: string, scope: Scope): ServiceSet | null {
    const file = this.#inside(written, "extended file");
    if (file === null) return null;
    const key = JSON.stringify([this.#scopeNumber(scope), file]);
    let set = this.#sets.get(key);
    if (set === undefined) {
      set = this.#set(file, written, { dir: dirname(file), env: scope.env });
      this.#sets.set(key, set);
    }
    const node = set?.services.entries.get(service)?.value;
    if (node && !set?.done.has(service)) this.problems.push(...validateService(node));
    return set;
  }

  #set(file: string, written: YamlScalar, scope: Scope): ServiceSet | null {
    if (this.#read(file) === null) {
      this.#report("missing", `the extended file ${file} is not there`, written.place);
      return null;
    }
    let merged: YamlMap | null = null;
    for (const { root, form } of this.#roots(file, scope)) {
      const services = asMap(entryOf(form === "version-1" ? servicesOfVersion1(root) : root, "services")?.value);
      if (services) merged = merged ? mergeFiles(merged, services, this.#merging) : services;
    }
    return { file, services: merged ?? mapOf(startOf(file), new Map()), done: new Map() };
  }

  /** The path that a scalar names, relative to the root; what leaves the project is reported. */
  #inside(written: YamlScalar, what: string): string | null {
    const resolved = resolvePath(dirOf(written), written.text);
    if (resolved.kind === "inside") return resolved.path;
    const where = resolved.kind === "remote" ? "is remote" : "is outside of the project";
    this.#report("outside", `the ${what} ${where} and is not read`, written.place);
    return null;
  }

  #scopeNumber(scope: Scope): number {
    const known = this.#scopes.get(scope.env) ?? this.#scopes.size;
    this.#scopes.set(scope.env, known);
    return known;
  }

  #report(kind: ProblemKind, message: string, place: Problem["place"]): void {
    this.problems.push({ kind, message, place });
  }
}

const RESOURCES = new Set(["services", "volumes", "networks", "secrets", "configs", "models"]);

/** A build without a context builds the directory of the project that the service belongs to. */
function withContexts(root: YamlMap, dir: string): YamlMap {
  const entry = root.entries.get("services");
  const services = asMap(entry?.value);
  if (!entry || !services) return root;
  const filled = new Map<string, YamlEntry>();
  for (const [name, service] of services.entries) {
    const build = entryOf(service.value, "build");
    if (service.value.kind !== "map" || build?.value.kind !== "map" || build.value.entries.has("context")) {
      filled.set(name, service);
      continue;
    }
    const context = {
      kind: "scalar",
      place: build.key.place,
      tag: null,
      value: ".",
      text: ".",
      origin: "literal",
      dir,
    } as YamlNode;
    const whole = new Map([...build.value.entries, ["context", { key: build.key, value: context }] as const]);
    const value: YamlNode = { ...build.value, entries: whole };
    filled.set(name, {
      key: service.key,
      value: { ...service.value, entries: new Map([...service.value.entries, ["build", { key: build.key, value }]]) },
    });
  }
  return {
    ...root,
    entries: new Map([...root.entries, ["services", { key: entry.key, value: { ...services, entries: filled } }]]),
  };
}
