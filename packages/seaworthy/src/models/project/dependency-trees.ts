import type { Range } from "../../core/place.js";
import { type Copied, ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import { shown } from "../shell/options.js";
import type { Install, LanguageManager } from "../shell/packages.js";
import { type Command, startsAny } from "../shell/script.js";
import { folderOf, isWithin } from "./paths.js";

export type DependencyKind = "node" | "python" | "php" | "ruby";

/** Dependencies of a manifest that lie in a stage. */
export interface DependencyTree {
  readonly kind: DependencyKind;
  readonly manager: LanguageManager;
  /** Where they may lie. */
  readonly paths: readonly string[];
  /** True: without those for development; false: with them; null: it cannot be told. */
  readonly production: boolean | null;
  /** The command that made it what it is. */
  readonly range: Range;
  /** With development dependencies in an earlier layer of a shipped stage, though a later one removes them. */
  readonly below: Range | null;
  /** The manifest on the command line, such as requirements-dev.txt. */
  readonly manifest: string | null;
}

/** No honest stage holds more; a hostile one must not cost more. */
const MOST_TREES = 40;
const MOST_PATHS = 8;
const LONGEST_PATH = 400;

const NO_TREES: readonly DependencyTree[] = Object.freeze([]);

const KINDS: Partial<Record<LanguageManager, DependencyKind>> = {
  npm: "node",
  yarn: "node",
  pnpm: "node",
  bun: "node",
  poetry: "python",
  pipenv: "python",
  uv: "python",
  pdm: "python",
  pip: "python",
  composer: "php",
  bundler: "ruby",
};
const DEV_FILE = /(^|[/._-])(dev|develop|development|test|tests|testing|lint)([._-]|s?\.(txt|in)$|$)/i;

/**
 * The dependency trees of a stage at its end, by package manager and folder: what its lineage installs, prunes, removes and copies
 * out of other stages. `before` cuts off at an offset of the file.
 */
export function dependencyTrees(stage: Stage, before = Number.POSITIVE_INFINITY): readonly DependencyTree[] {
  return before === Number.POSITIVE_INFINITY ? treesAtEnd(stage) : treesOf(stage, before, new Map());
}

const treesAtEnd = ofStage((stage: Stage): readonly DependencyTree[] => treesOf(stage, Number.POSITIVE_INFINITY, new Map()));

/** `known` keeps what was read of other stages; a stage that is being read counts as empty, since stages may name each other in a circle. */
function treesOf(stage: Stage, before: number, known: Map<Stage, readonly DependencyTree[]>): readonly DependencyTree[] {
  const { copies, runs } = stage.facts;
  if (!copies.some(({ from }) => from.kind === "stage") && !runs.some(makesTree)) return NO_TREES;
  const whole = (from: Stage): readonly DependencyTree[] => {
    const found = known.get(from);
    if (found) return found;
    known.set(from, []);
    const read = treesOf(from, Number.POSITIVE_INFINITY, known).slice(0, MOST_TREES);
    known.set(from, read);
    return read;
  };
  const trees = new Map<string, DependencyTree>();
  const put = (tree: DependencyTree) => trees.set(`${tree.kind} ${tree.paths[0]}`, tree);
  const take = (copy: Copied): void => {
    if (copy.from.kind !== "stage" || copy.instruction.range[0] >= before) return;
    for (const tree of whole(copy.from.stage)) {
      const paths = copiedPaths(copy, tree)
        .filter(({ length }) => length < LONGEST_PATH)
        .slice(0, MOST_PATHS);
      if (paths.length > 0) put({ ...tree, paths, below: null });
    }
  };
  // Both are in the order of the file, in which the stages below come first.
  let taken = 0;
  for (const run of runs) {
    const at = run.instruction.range[0];
    for (let copy = copies[taken]; copy && copy.instruction.range[0] < at; copy = copies[++taken]) take(copy);
    readRun(run, stage, trees, before);
  }
  for (const copy of copies.slice(taken)) take(copy);
  return [...trees.values()];
}

/** Where a tree lies after a COPY; empty when the COPY leaves it behind. */
function copiedPaths(copy: Copied, tree: DependencyTree): readonly string[] {
  const { destination } = copy;
  if (destination === null) return [];
  return copy.sources.flatMap((source) => {
    const from = cleanPath(`/${source.replace(/\/?\*+$/, "")}`) || "/";
    return tree.paths.flatMap((path) => {
      if (from === "/" || isWithin(from, path))
        return [cleanPath(`${destination}/${path.slice(from === "/" ? 0 : from.length)}`)];
      return isWithin(path, from) && path.endsWith("node_modules") && from === path ? [cleanPath(destination)] : [];
    });
  });
}

/** The programs besides those that install which change what lies there. */
const CHANGERS = ["npm", "pnpm", "rm"];

function makesTree({ installs }: RunFacts): boolean {
  for (let at = 0; at < installs.length; at++) {
    if (KINDS[installs[at]?.manager as LanguageManager] !== undefined) return true;
  }
  return false;
}

function readRun(run: RunFacts, stage: Stage, trees: Map<string, DependencyTree>, before: number): void {
  if (!makesTree(run) && (trees.size === 0 || run.script === null || !startsAny(run.script, CHANGERS))) return;
  const layer = new Set<string>();
  let folder = run.workdir ?? "/";
  const installs = new Map(run.installs.map((install) => [install.command, install]));
  for (const command of run.script?.commands ?? []) {
    if (before !== Number.POSITIVE_INFINITY && command.range[0] >= before) return;
    if (command.name === "cd") folder = enter(folder, command);
    const install = installs.get(command);
    const made = install ? treeOf(install, folder, stage) : null;
    if (made) {
      const key = `${made.kind} ${made.paths[0]}`;
      const old = trees.get(key);
      // Installing once more for production prunes what Node's managers and Composer put there before.
      const merged =
        made.kind === "node" || made.kind === "php" || old === undefined || made.production === false
          ? made
          : { ...made, production: old.production };
      trees.set(key, { ...merged, below: layer.has(key) ? null : lower(old) });
      layer.add(key);
    }
    const prunes = prunedTo(command, stage);
    if (prunes !== undefined || removesModules(command)) {
      for (const [key, tree] of trees) {
        if (tree.kind !== "node" || !tree.paths.some((path) => isWithin(folder, path) || isWithin(folderOf(path) || "/", folder)))
          continue;
        if (prunes === undefined && layer.has(key)) trees.delete(key);
        else
          trees.set(key, {
            ...tree,
            production: prunes === undefined ? true : prunes,
            below: layer.has(key) ? tree.below : lower(tree),
          });
      }
    }
  }
}

function lower(tree: DependencyTree | undefined): Range | null {
  return tree === undefined ? null : tree.production === false ? tree.range : tree.below;
}

function enter(folder: string, command: Command): string {
  const target = command.words[1]?.value;
  if (!target || target.startsWith("-") || target.startsWith("~")) return folder;
  return cleanPath(target.startsWith("/") ? target : `${folder}/${target}`);
}

function treeOf(install: Install, folder: string, stage: Stage): DependencyTree | null {
  const { manager, manifests, packages, flags, range } = install;
  const kind = KINDS[manager as LanguageManager];
  if (kind === undefined || install.system) return null;
  const base = { kind, manager: manager as LanguageManager, range, below: null };
  if (manager === "pip" || (manager === "uv" && !manifests.some((name) => name.endsWith("uv.lock")))) {
    const manifest = manifests.find((name) => DEV_FILE.test(name)) ?? null;
    const extra = packages.find(
      ({ name, source }) => source === "path" && /\[[^\]]*\b(dev|test|tests|lint)\b[^\]]*\]/.test(name),
    );
    if (manifest === null && extra === undefined) return null;
    return { ...base, paths: pythonPaths(folder, flags, stage), production: false, manifest: manifest ?? extra?.name ?? null };
  }
  // A package by its name says nothing about the manifest's own, and `uv add` or `npm install x` is no install for production.
  if (manifests.length === 0 || (packages.length > 0 && install.production !== false)) return null;
  const first = manifests[0] ?? "";
  const own = first.includes("/") ? first.slice(0, first.lastIndexOf("/")) : ".";
  const at = cleanPath(own.startsWith("/") ? own : `${folder}/${own}`);
  const join = (name: string) => cleanPath(`${at}/${name}`);
  const paths =
    kind === "node"
      ? [join("node_modules")]
      : kind === "php"
        ? [join("vendor")]
        : kind === "ruby"
          ? [stage.facts.env.get("BUNDLE_PATH")?.value ?? "/usr/local/bundle", join("vendor/bundle")]
          : pythonPaths(at, flags, stage);
  const made = kind === "node" && install.production === false && isGenerated(stage, at, range[0]);
  return { ...base, paths, production: made ? null : install.production, manifest: null };
}

const OUTPUT = /\/(?:dist|build|out|\.output|\.next)(?:\/|$)/;

/** Whether the manifest of a folder is one that a build wrote there: such as Nx's, which names what the program needs and no more. */
function isGenerated(stage: Stage, folder: string, before: number): boolean {
  if (!OUTPUT.test(folder)) return false;
  return !stage.facts.copies.some(
    ({ destination, sources, instruction }) =>
      destination !== null &&
      instruction.range[0] < before &&
      isWithin(folder, cleanPath(destination)) &&
      sources.some((source) => /(?:^|\/)(?:package\*?\.json|\*|\.|[^./]+)\/?$/.test(source)),
  );
}

function pythonPaths(folder: string, flags: readonly string[], stage: Stage): readonly string[] {
  const env = (name: string) => stage.facts.env.get(name)?.value ?? null;
  const given = flags.map((flag) => /^(?:--prefix|--target|-t|--root)=(.+)$/.exec(flag)?.[1]).find((one) => one !== undefined);
  const named = given ?? env("UV_PROJECT_ENVIRONMENT") ?? env("VIRTUAL_ENV");
  if (named) return [cleanPath(named.startsWith("/") ? named : `${folder}/${named}`)];
  return [cleanPath(`${folder}/.venv`), "/usr/local/lib", "/opt/venv", "/venv", "/root/.local"];
}

/** What `npm prune` and its like leave: true without development dependencies, null when NODE_ENV decides and is not known; undefined for what prunes none. */
function prunedTo(command: Command, stage: Stage): boolean | null | undefined {
  if (command.name !== "npm" && command.name !== "pnpm") return undefined;
  const words = command.words.slice(1).map(shown);
  if (!words.includes("prune")) return undefined;
  const at = words.indexOf("--omit");
  if (words.some((word) => /^--(omit=dev|prod|production)$/.test(word)) || (at >= 0 && words[at + 1] === "dev")) return true;
  const own = command.assignments.find(({ name }) => name === "NODE_ENV");
  const mode = own ?? stage.facts.env.get("NODE_ENV");
  return mode === undefined ? undefined : mode.value === null ? null : mode.value === "production" || undefined;
}

function removesModules({ name, words }: Command): boolean {
  return name === "rm" && words.slice(1).some((word) => /(^|\/)node_modules\/?$/.test(shown(word)));
}
