import { caseless } from "../../core/caseless.js";
import { lazy } from "../../core/lazy.js";
import type { Range } from "../../core/place.js";
import { workspaceIndex } from "../app/workspace-index.js";
import type { CopyInstruction, RunInstruction } from "../dockerfile/ast.js";
import { type Copied, type Dockerfile, ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import { type Build, buildsOf } from "../shell/builds.js";
import type { Install, LanguageManager } from "../shell/packages.js";
import { buildStages } from "./build-stages.js";
import type { BuildContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, folderOf, isWithin } from "./paths.js";
import { mountedSources, type SourceCopy, sourceCopies } from "./source-copies.js";

/** What packages go into one store: once they are there, another command of the same family fetches nothing. */
export type Family = "node" | "python" | "conda" | "go" | "rust" | "java" | "ruby" | "php" | "dotnet" | "elixir" | "deno";

/** A command of a build that brings the packages that a manifest asks for. */
export interface DependencyStep {
  readonly run: RunFacts;
  readonly family: Family;
  /** "npm ci", "go build". */
  readonly tool: string;
  readonly range: Range;
  /** The code that stands before it: an edit of that runs it again. */
  readonly spoiledBy: SourceCopy | null;
  /** Something before it that may be code. */
  readonly doubt: SourceCopy | null;
  /** The packages are there already: brought by an earlier step, or kept on a cache mount. */
  readonly primed: "earlier" | "mount" | null;
}

const FAMILIES: Readonly<Record<LanguageManager, Family>> = {
  npm: "node",
  yarn: "node",
  pnpm: "node",
  bun: "node",
  pip: "python",
  pipenv: "python",
  poetry: "python",
  uv: "python",
  pdm: "python",
  conda: "conda",
  go: "go",
  cargo: "rust",
  maven: "java",
  gradle: "java",
  bundler: "ruby",
  gem: "ruby",
  composer: "php",
  nuget: "dotnet",
  mix: "elixir",
  deno: "deno",
};
/** Where compilers keep what they downloaded: on a cache mount it outlives the layer. Installers copy from there on every run. */
const STORES: Partial<Record<Family, RegExp>> = {
  go: /\/pkg(?:\/mod)?\/?$|^\/go\/?$/,
  rust: /\/registry\/?$|\.cargo\/?$|\/cargo\/?$/,
  java: /\.m2(?:\/repository)?\/?$|\.gradle(?:\/.*)?$/,
  dotnet: /\.nuget(?:\/packages)?\/?$/,
};
/** Code that comes later and is this much more makes what came before a part that seldom changes. */
const MAIN_SHARE = 0.3;
const MOST_STEPS = 500;

interface Prepared {
  readonly family: Family;
  readonly folder: string | null;
  readonly manifests: readonly string[];
}
interface Candidate extends Prepared {
  readonly run: RunFacts;
  readonly tool: string;
  readonly range: Range;
}

const NO_CANDIDATES: readonly Candidate[] = Object.freeze([]);
const NO_STEPS: readonly DependencyStep[] = Object.freeze([]);
const NO_BUILDS: readonly Build[] = Object.freeze([]);

/** Every such command of the stages that a shipped stage is made of, in the order of the file. `context` may be unknown. */
export function dependencySteps(dockerfile: Dockerfile, shipped: Stage, context: BuildContext | null): readonly DependencyStep[] {
  const known = knownOf(shipped);
  let steps = known.get(context);
  if (!steps) {
    steps = findSteps(dockerfile, shipped, context);
    known.set(context, steps);
  }
  return steps;
}

/** By the context, which services may share. */
const knownOf = ofStage((): Map<BuildContext | null, readonly DependencyStep[]> => new Map());

function findSteps(dockerfile: Dockerfile, shipped: Stage, context: BuildContext | null): readonly DependencyStep[] {
  const stages = buildStages(dockerfile, shipped);
  const candidates = new Map<RunFacts, readonly Candidate[]>();
  for (const { facts } of stages) {
    for (const run of facts.runs) {
      const own = candidates.has(run) ? NO_CANDIDATES : candidatesOf(run);
      if (own.length > 0) candidates.set(run, own);
    }
  }
  if (candidates.size === 0) return NO_STEPS;
  const found = new Map<number, DependencyStep>();
  const readied = new Map<Stage, readonly Prepared[]>();
  const vendored = lazy(() => context !== null && fetchesNoModules(context));
  for (const stage of stages) {
    const prepared: Prepared[] = [];
    for (const step of stepsOf(dockerfile, stage, context, candidates, readied, prepared)) {
      if (found.size >= MOST_STEPS || (step.family === "go" && vendored())) continue;
      if (!found.has(step.range[0])) found.set(step.range[0], step);
    }
    readied.set(stage, prepared);
  }
  return [...found.values()].sort((a, b) => a.range[0] - b.range[0]);
}

/** The modules are in the repository, or there are none: go.sum lists whatever is fetched. */
function fetchesNoModules({ files }: BuildContext): boolean {
  const index = workspaceIndex(files);
  if (index.named("modules.txt").some((path) => baseName(folderOf(path)) === "vendor")) return true;
  return index.named("go.mod").length > 0 && index.named("go.sum").length === 0;
}

function stepsOf(
  dockerfile: Dockerfile,
  stage: Stage,
  context: BuildContext | null,
  candidates: ReadonlyMap<RunFacts, readonly Candidate[]>,
  readied: ReadonlyMap<Stage, readonly Prepared[]>,
  prepared: Prepared[],
): readonly DependencyStep[] {
  const runs = new Map<RunInstruction, readonly Candidate[]>();
  for (const run of stage.facts.runs) {
    const own = candidates.get(run);
    if (own) runs.set(run.instruction, own);
  }
  if (runs.size === 0) {
    for (const { from } of stage.facts.copies) if (from.kind === "stage") prepared.push(...(readied.get(from.stage) ?? []));
    return NO_STEPS;
  }
  const file = dockerfile.path;
  const copies = new Map<CopyInstruction, { readonly from: Copied["from"]; readonly sources: readonly SourceCopy[] }>();
  const every: SourceCopy[] = [];
  for (const copy of stage.facts.copies) {
    const sources = sourceCopies(file, copy, context);
    copies.set(copy.instruction, { from: copy.from, sources });
    every.push(...sources);
  }
  const before: SourceCopy[] = [];
  const steps: DependencyStep[] = [];
  for (const instruction of stage.effectiveInstructions) {
    if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
      const copied = copies.get(instruction);
      if (copied === undefined) continue;
      before.push(...copied.sources);
      if (copied.from.kind === "stage") prepared.push(...(readied.get(copied.from.stage) ?? []));
      continue;
    }
    const own = instruction.keyword === "RUN" ? runs.get(instruction) : undefined;
    const run = own?.[0]?.run;
    if (!own || !run) continue;
    const mounted = mountedSources(file, run, context);
    for (const candidate of own) {
      const spoiledBy = mounted.length === 0 ? spoiler(before, every) : spoiler([...before, ...mounted], [...every, ...mounted]);
      const primed = onMount(candidate, run.instruction) ? "mount" : isReady(candidate, prepared) ? "earlier" : null;
      // With all of it copied later, what comes before is a part that seldom changes.
      const later = every.some(({ extent }) => extent === "all");
      const doubt = later ? null : (before.find(({ extent }) => extent === "maybe") ?? null);
      const { family, tool, range } = candidate;
      steps.push({ run, family, tool, range, spoiledBy, doubt, primed });
      // One that is run again says all there is to say; those behind it find its packages.
      prepared.push(candidate);
    }
  }
  return steps;
}

/** The code before a step, unless it is a small part of all the code that the stage gets. */
function spoiler(before: readonly SourceCopy[], every: readonly SourceCopy[]): SourceCopy | null {
  const whole = before.find(({ extent, files }) => extent === "all" && (files === null || files.size > 0));
  if (whole) return whole;
  const some = before.filter(({ extent }) => extent === "some");
  const [first] = some;
  if (!first) return null;
  const named = some.find(({ files }) => files === null);
  if (named) return named;
  const total = unionSize(every);
  return total > 0 && unionSize(some) / total < MAIN_SHARE ? null : first;
}

function unionSize(copies: readonly SourceCopy[]): number {
  const union = new Set<string>();
  for (const { files } of copies) for (const path of files ?? []) union.add(path);
  return union.size;
}

function candidatesOf(run: RunFacts): readonly Candidate[] {
  const { installs, script } = run;
  const builds = script === null ? NO_BUILDS : buildsOf(script);
  if (installs.length === 0 && builds.length === 0) return NO_CANDIDATES;
  const found: Candidate[] = [];
  for (const install of installs) {
    const family = familyOf(install);
    if (family === null) continue;
    const { range, manifests } = install;
    const folder = folderAt(run, range, manifests[0]);
    found.push({ run, family, tool: toolOf(install), range, folder, manifests: manifests.map(baseName) });
  }
  for (const { range, tool, command } of builds) {
    if (tool !== "pip wheel" || !command.words.some(({ text }) => /^(-r|--requirement)/.test(text))) continue;
    found.push({ run, family: "python", tool, range, folder: null, manifests: [] });
  }
  return found.length > 1 ? found.sort((a, b) => a.range[0] - b.range[0]) : found;
}

/** The family of an install that follows a manifest; null for system packages, named ones, and those that fetch nothing. */
function familyOf(install: Install): Family | null {
  if (install.system) return null;
  const manager = install.manager as LanguageManager;
  const family = FAMILIES[manager];
  const offline = install.flags.some((flag) => /^(--offline|--no-deps|--only-root|-mod=vendor)$/.test(flag));
  if (offline || (manager === "maven" && install.flags.includes("-o"))) return null;
  const paths = install.packages.every(({ source }) => source === "path");
  if (install.packages.length > 0 && !(paths && /^(python|go)$/.test(family) && install.manifests.length > 0)) return null;
  return install.manifests.length > 0 || manager === "nuget" ? family : null;
}

function toolOf({ command }: Install): string {
  const words = command.words.map(({ text }) => text).filter((text) => !/^-|^clean$|[\n"']/.test(text));
  const length = /^(mod|chef|pip|env|workspaces?|do)$/.test(words[1] ?? "") ? 3 : 2;
  return words.slice(0, length).join(" ").slice(0, 60) || "the install";
}

/** The folder in which a command works: WORKDIR, then the last plain `cd` before it; null when it is not known. */
function folderAt(run: RunFacts, range: Range, manifest: string | undefined): string | null {
  let folder = run.workdir;
  for (const command of run.script?.commands ?? []) {
    if (command.range[0] >= range[0]) break;
    if (command.name !== "cd") continue;
    const target = command.words[1]?.value ?? null;
    folder = target === null ? null : target.startsWith("/") ? target : folder === null ? null : `${folder}/${target}`;
  }
  const inner = manifest?.includes("/") ? folderOf(manifest) : "";
  if (inner.startsWith("/")) return cleanPath(inner);
  return folder === null || folder.includes("$") ? null : cleanPath(inner === "" ? folder : `${folder}/${inner}`);
}

function onMount({ family }: Candidate, { mounts }: RunInstruction): boolean {
  const store = STORES[family];
  if (!store) return false;
  return mounts.some(({ type, options }) => {
    const target = options.get("target");
    return type === "cache" && typeof target === "string" && store.test(target);
  });
}

function isReady(step: Candidate, prepared: readonly Prepared[]): boolean {
  const same = prepared.filter(({ family }) => family === step.family);
  if (same.length === 0) return false;
  if (step.family === "python") {
    const lists = step.manifests.filter((name) => /^requirements/.test(name) || /\.(?:txt|in)$/.test(name));
    const known = same.filter(({ manifests }) => manifests.length > 0);
    if (lists.length === 0 || known.length < same.length) return true;
    const seen = new Set(known.flatMap(({ manifests }) => manifests));
    return (
      !known.every(({ manifests }) => manifests.every((name) => /\.(?:txt|in)$/.test(name))) ||
      lists.every((name) => seen.has(name))
    );
  }
  // Compilers keep one store for all programs; installers put packages beside the manifest.
  if (!/^(node|php|ruby)$/.test(step.family) || step.folder === null) return true;
  const own = step.folder;
  return same.some(({ folder }) => folder === null || isWithin(folder, own) || isWithin(own, folder)) || movesPackages(step.run);
}

/** Packages that were installed elsewhere are put where they belong. */
function movesPackages(run: RunFacts): boolean {
  return (run.script?.commands ?? []).some(
    ({ name, words }) =>
      /^(cp|mv|ln|rsync)$/.test(name ?? "") && words.some(({ text }) => /node_modules|vendor|bundle/.test(text)),
  );
}

const LISTS = caseless(
  /(?:^|\/)(?:package|requirements|pyproject|poetry|uv|pipfile|setup|go\.|cargo|pom|build\.gradle|settings\.gradle|gradle|gemfile|composer|mix|deno|bun|yarn|pnpm|npm|environment|directory\.|[^/]*proj$|[^/]*\.slnx?$)[^/]*$/,
);

/** Whether anything of the app comes out of the context: code, or a list of packages. A build that clones what it builds takes none. */
export function takesApp(dockerfile: Dockerfile, shipped: Stage, context: BuildContext | null): boolean {
  const file = dockerfile.path;
  return buildStages(dockerfile, shipped).some(
    ({ facts }) =>
      facts.copies.some(
        (copy) =>
          copy.from.kind === "context" &&
          (copy.sources.some((source) => LISTS.test(source)) || sourceCopies(file, copy, context).length > 0),
      ) ||
      facts.runs.some(({ instruction }) =>
        instruction.mounts.some(({ type, options }) => type === "bind" && !options.has("from")),
      ),
  );
}

/** Where a stage takes the context whole: the offset in the file, null when none does. */
export function takesWhole(dockerfile: Dockerfile, shipped: Stage): number | null {
  for (const { facts } of buildStages(dockerfile, shipped)) {
    for (const { from, sources, instruction } of facts.copies) {
      if (from.kind === "context" && sources.some((source) => sourceInContext(source) === ".")) return instruction.range[0];
    }
  }
  return null;
}

/** Where root keeps what each program downloaded; else by the family of the program. */
const MOUNTS: Readonly<Record<string, string>> = {
  yarn: "/usr/local/share/.cache/yarn",
  pnpm: "/root/.local/share/pnpm/store",
  bun: "/root/.bun/install/cache",
  uv: "/root/.cache/uv",
  poetry: "/root/.cache/pypoetry",
  pipenv: "/root/.cache/pipenv",
  gradle: "/root/.gradle",
  "./gradlew": "/root/.gradle",
  node: "/root/.npm",
  python: "/root/.cache/pip",
  conda: "/opt/conda/pkgs",
  go: "/go/pkg/mod",
  rust: "/usr/local/cargo/registry",
  java: "/root/.m2",
  ruby: "/usr/local/bundle/cache",
  php: "/root/.composer/cache",
  dotnet: "/root/.nuget/packages",
  elixir: "/root/.hex",
  deno: "/deno-dir",
};

/** The folder in which root's package manager keeps what it downloads; null where it is not known. */
export function cacheFolder(tool: string, family: Family): string | null {
  return MOUNTS[tool.split(" ")[0] ?? ""] ?? MOUNTS[family] ?? null;
}
