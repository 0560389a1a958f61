import { offsetsFrom, offsetsThrough } from "../shell/offsets.js";
import { parseScript } from "../shell/parse.js";
import type { Command } from "../shell/script.js";
import { asString, get, parseYaml, type YamlScalar } from "../yaml/yaml.js";
import { fateOf } from "./fate.js";
import { isMakefile, type Recipe, recipesOf } from "./makefile.js";
import { scalarOffsets } from "./offsets.js";
import { all, type ShellMode, type Task } from "./task.js";

export interface LocalScript {
  readonly file: string;
  /** Where its commands start, relative to the project root. */
  readonly folder: string;
  readonly commands: readonly Command[];
  readonly shell: ShellMode;
}

interface Source {
  readonly path: string;
  readonly text: string;
}

const MAX_DEPTH = 4;
const MAX_TASKS = 2000;
const RUNNERS = new Set(["npm", "yarn", "pnpm", "bun"]);
const SHELLS = new Set(["bash", "sh", "dash", "zsh", "ash", "source", "."]);

/** Words without which the scripts of a package.json lead to no image: most are never parsed. */
const TELLING =
  /docker|podman|nerdctl|buildah|buildctl|kaniko|skaffold|earthly|trivy|grype|snyk|osv-scanner|\bjib\b|\bpack build|\bko (?:build|publish)|nixpacks|gcloud|\.sh\b|"make |\bmake /;

/** Shell scripts, Makefiles and package.json scripts of the project, parsed when they are first asked for. */
export class LocalScripts {
  readonly #texts = new Map<string, string>();
  readonly #scripts = new Map<string, LocalScript>();
  readonly #recipes = new Map<string, readonly { readonly recipe: Recipe; readonly script: LocalScript }[]>();
  readonly #packages = new Map<string, ReadonlyMap<string, LocalScript>>();

  constructor(files: readonly Source[]) {
    for (const { path, text } of files)
      if (isScript(path, text) || isMakefile(path) || isPackage(path)) this.#texts.set(path, text);
  }

  /** Every script of every file that speaks of a container engine. */
  *every(): Iterable<LocalScript> {
    for (const [path, text] of this.#texts) {
      if (!/docker|podman|nerdctl/.test(text)) continue;
      if (isPackage(path)) yield* this.#packageScripts(path).values();
      else if (isMakefile(path)) for (const { script } of unique(this.#makefile(path))) yield script;
      else {
        const script = this.#script(path);
        if (script) yield script;
      }
    }
  }

  /** The scripts of this project that a command starts. */
  called(command: Command, folder: string): readonly LocalScript[] {
    const words = command.words.map((word) => word.value ?? "");
    const name = command.name ?? "";
    if (name === "make" || name === "gmake") return this.#make(words.slice(1), folder);
    if (name === "node" && words[1] === "--run") return this.#npm(["run", words[2] ?? ""], folder);
    if (RUNNERS.has(name)) return this.#npm(words.slice(1), folder);
    const path = SHELLS.has(name) ? words.slice(1).find((word) => word !== "" && !word.startsWith("-")) : words[0];
    if (!path?.includes("/") && !(SHELLS.has(name) && path)) return [];
    // Many steps change the folder in ways that are not followed: a path that fits from the root is as good.
    const script = this.#script(join(folder, path)) ?? this.#script(join("", path));
    return script ? [script] : [];
  }

  #script(path: string): LocalScript | null {
    const known = this.#scripts.get(path);
    if (known) return known;
    const text = this.#texts.get(path);
    if (text === undefined || isMakefile(path) || isPackage(path)) return null;
    const { commands } = parseScript(text, offsetsFrom(0));
    const first = text.slice(0, Math.min(200, text.includes("\n") ? text.indexOf("\n") : 200));
    const script = { file: path, folder: "", commands, shell: { errexit: /^#!.*\s-[a-z]*e/.test(first), pipefail: false } };
    this.#scripts.set(path, script);
    return script;
  }

  #makefile(path: string): readonly { readonly recipe: Recipe; readonly script: LocalScript }[] {
    let known = this.#recipes.get(path);
    if (!known) {
      const parsed = new Map<number, LocalScript>();
      known = recipesOf(this.#texts.get(path) ?? "").map((recipe) => {
        const shell = { errexit: true, pipefail: false };
        const script = parsed.get(recipe.start) ?? {
          file: path,
          folder: folderOf(path),
          commands: parseScript(recipe.text, offsetsThrough(offsetsFrom(0), recipe.positions)).commands,
          shell,
        };
        parsed.set(recipe.start, script);
        return { recipe, script };
      });
      this.#recipes.set(path, known);
    }
    return known;
  }

  #make(words: readonly string[], folder: string): readonly LocalScript[] {
    let at = folder;
    let file: string | null = null;
    const targets: string[] = [];
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? "";
      if (word === "-C" || word === "--directory") at = join(folder, words[++index] ?? "");
      else if (word === "-f" || word === "--file") file = join(folder, words[++index] ?? "");
      else if (word !== "" && !word.startsWith("-") && !word.includes("=")) targets.push(word);
    }
    const candidates = file ? [file] : ["GNUmakefile", "makefile", "Makefile"].map((name) => join(at, name));
    const path = candidates.find((one) => this.#texts.has(one));
    if (path === undefined) return [];
    const recipes = this.#makefile(path);
    const first = recipes.find(({ recipe }) => !recipe.target.startsWith("."))?.recipe.target;
    const wanted = targets.length > 0 ? targets : first === undefined ? [] : [first];
    const found: LocalScript[] = [];
    const seen = new Set<string>();
    // Prerequisites run before the target, those of prerequisites before them.
    for (let target = wanted.pop(); target !== undefined; target = wanted.pop()) {
      if (seen.has(target)) continue;
      seen.add(target);
      for (const { recipe, script } of recipes) {
        if (recipe.target !== target) continue;
        found.unshift(script);
        wanted.push(...recipe.needs);
      }
    }
    return found;
  }

  #npm(words: readonly string[], folder: string): readonly LocalScript[] {
    let at = folder;
    const rest: string[] = [];
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? "";
      if (["--prefix", "--cwd", "-C", "--dir"].includes(word)) at = join(folder, words[++index] ?? "");
      else if (!word.startsWith("-")) rest.push(word);
    }
    const name = rest[0] === "run" || rest[0] === "run-script" ? rest[1] : rest[0];
    const path = [join(at, "package.json"), "package.json"].find((one) => this.#texts.has(one));
    const script = path === undefined || name === undefined ? undefined : this.#packageScripts(path).get(name);
    return script ? [script] : [];
  }

  #packageScripts(path: string): ReadonlyMap<string, LocalScript> {
    const known = this.#packages.get(path);
    if (known) return known;
    const found = new Map<string, LocalScript>();
    this.#packages.set(path, found);
    const text = this.#texts.get(path) ?? "";
    if (!text.includes('"scripts"') || !TELLING.test(text)) return found;
    const scripts = get(parseYaml(path, text).documents[0], "scripts");
    if (scripts?.kind !== "map") return found;
    for (const [name, entry] of scripts.entries) {
      const value = asString(entry.value);
      if (value === null) continue;
      const { commands } = parseScript(value, scalarOffsets(entry.value as YamlScalar, text));
      found.set(name, { file: path, folder: folderOf(path), commands, shell: { errexit: false, pipefail: false } });
    }
    return found;
  }
}

/** The tasks with those of the local scripts they call behind them. A script's failure counts as far as its caller lets it. */
export function followed(tasks: readonly Task[], scripts: LocalScripts): readonly Task[] {
  const out: Task[] = [];
  const follow = (task: Task, depth: number): void => {
    out.push(task);
    if (depth >= MAX_DEPTH || out.length >= MAX_TASKS) return;
    for (const [index, command] of task.commands.entries()) {
      for (const script of scripts.called(command, task.folder)) {
        const fails = all(task.fails, fateOf(task.commands, index, task.shell));
        const { file, commands, shell } = script;
        follow(
          {
            ...task,
            file,
            place: { file, range: commands[0]?.range ?? [0, 0] },
            commands,
            shell,
            fails,
            folder: script.folder || task.folder,
          },
          depth + 1,
        );
      }
    }
  };
  for (const task of tasks) follow(task, 0);
  return out;
}

function isScript(path: string, text: string): boolean {
  return /\.(?:sh|bash)$/.test(path) || (/(?:^|\/)[\w-]+$/.test(path) && /^#!.*\b(?:ba|da|a|z)?sh\b/.test(text.slice(0, 100)));
}

function isPackage(path: string): boolean {
  return /(?:^|\/)package\.json$/.test(path);
}

function unique<T extends { readonly recipe: Recipe }>(recipes: readonly T[]): readonly T[] {
  const starts = new Set<number>();
  return recipes.filter(({ recipe }) => !starts.has(recipe.start) && starts.add(recipe.start));
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/** Joins and normalizes; a path that leaves the root finds nothing. */
function join(folder: string, path: string): string {
  const steps: string[] = [];
  for (const step of `${folder}/${path}`.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") {
      if (steps.length === 0) return "..";
      steps.pop();
    } else steps.push(step);
  }
  return steps.join("/");
}
