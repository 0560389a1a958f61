import type { Manifest } from "../app/app.js";
import { type Dockerfile, ofStage, type RunFacts, type Stage } from "../dockerfile/dockerfile.js";
import { neededStages } from "../dockerfile/needed.js";
import type { Install, LanguageManager } from "../shell/packages.js";
import { originOf } from "./copied-paths.js";
import { baseName, folderOf, isWithin, joinPath, relativeTo } from "./paths.js";
import { isSent } from "./sent-paths.js";
import { ofService, type Service } from "./service.js";

/** What fixes the versions that an install of a manifest brings. */
export type Locked =
  | { readonly kind: "lockfile"; readonly path: string }
  /** All versions of the manifest are exact. */
  | { readonly kind: "exact"; readonly path: string }
  /** The manager switches the lockfile off, or no lockfile reaches the install: `beside` is one that lies there and is not copied. */
  | { readonly kind: "open"; readonly manifest: string; readonly beside: string | null; readonly loose: readonly string[] }
  | { readonly kind: "unknown"; readonly because: string };

export interface ManifestInstall {
  readonly run: RunFacts;
  readonly install: Install;
  readonly locked: Locked;
}

const LOCKS: Partial<Record<LanguageManager, { readonly manifest: string; readonly locks: readonly string[] }>> = {
  npm: { manifest: "package.json", locks: ["package-lock.json", "npm-shrinkwrap.json"] },
  yarn: { manifest: "package.json", locks: ["yarn.lock"] },
  pnpm: { manifest: "package.json", locks: ["pnpm-lock.yaml"] },
  bun: { manifest: "package.json", locks: ["bun.lock", "bun.lockb", "package-lock.json", "yarn.lock"] },
  pipenv: { manifest: "Pipfile", locks: ["Pipfile.lock"] },
  poetry: { manifest: "pyproject.toml", locks: ["poetry.lock"] },
  uv: { manifest: "pyproject.toml", locks: ["uv.lock"] },
  pdm: { manifest: "pyproject.toml", locks: ["pdm.lock"] },
  cargo: { manifest: "Cargo.toml", locks: ["Cargo.lock"] },
  bundler: { manifest: "Gemfile", locks: ["Gemfile.lock"] },
  composer: { manifest: "composer.json", locks: ["composer.lock"] },
};
/** A lockfile of a workspace lies above the package; no honest tree is deeper. */
const DEEPEST = 12;
const UNLOCKS = /^--no-(?:package-lock|lockfile|shrinkwrap|frozen-lockfile)(?:=true)?$|^--package-lock=false$/;

/** Every install of a manifest in the stages that go into the shipped one, and what fixes its versions. */
export const manifestInstalls = ofService((service: Service): readonly ManifestInstall[] => {
  const { dockerfile, stage } = service;
  if (!dockerfile || !stage) return [];
  const found: ManifestInstall[] = [];
  for (const run of runsOf(dockerfile, stage)) {
    for (const install of run.installs) {
      if (install.system || install.packages.some((one) => one.source !== "path") || install.manifests.length === 0) continue;
      const locked = lockOf(service, run, install);
      if (locked) found.push({ run, install, locked });
    }
  }
  return found;
});

/** Whether a file that is made beside the manifest would be there when the install runs. */
export function wouldReach({ context, project }: Service, { run, install }: ManifestInstall, made: string): boolean {
  const folder = folderOfInstall(run, install);
  if (folder === null) return false;
  const { files } = project;
  const has = (path: string): boolean => path === made || files.has(path);
  const below = (at: string): readonly string[] => (isWithin(at, made) ? [...files.below(at), made].sort() : files.below(at));
  const then = { ...project, files: { has, below, tracked: (path: string) => files.tracked(path), gitRoot: files.gitRoot } };
  return reaches({ context, project: then }, run, `${folder === "/" ? "" : folder}/${baseName(made)}`) === made;
}

/** Each RUN of the stages that are needed, once. */
export function runsOf(dockerfile: Dockerfile, stage: Stage): readonly RunFacts[] {
  const known = knownOf(stage);
  // A stage belongs to one file.
  known.runs ??= neededStages(dockerfile, stage).flatMap((one) => one.facts.runs.filter((run) => run.stage === one));
  return known.runs;
}

const knownOf = ofStage((): { runs: readonly RunFacts[] | null } => ({ runs: null }));

function lockOf(service: Service, run: RunFacts, install: Install): Locked | null {
  if (install.manager === "pip" || (install.manager === "uv" && install.manifests.some((path) => /\.(?:txt|in)$/.test(path))))
    return requirementsOf(service, run, install);
  const known = LOCKS[install.manager as LanguageManager];
  if (!known) return null;
  if (install.manager === "cargo" && install.frozen === null) return null;
  if (install.manager === "cargo" && install.manifests.includes("recipe.json")) return null;
  const unlock = install.flags.find((flag) => UNLOCKS.test(flag));
  if (install.frozen === true && !unlock)
    return {
      kind: "lockfile",
      path: install.manifests.find((path) => known.locks.includes(baseName(path))) ?? known.locks[0] ?? "",
    };
  const folder = folderOfInstall(run, install);
  if (folder === null) return { kind: "unknown", because: "the folder of the install is not known" };
  if (unlock) return { kind: "open", manifest: known.manifest, beside: null, loose: [unlock] };
  for (let at = folder, depth = 0; depth < DEEPEST; at = parentOf(at), depth++) {
    for (const lock of known.locks) {
      const path = reaches(service, run, `${at === "/" ? "" : at}/${lock}`);
      if (path !== null) return { kind: "lockfile", path };
    }
    if (at === "/") break;
  }
  const manifest = reaches(service, run, `${folder === "/" ? "" : folder}/${known.manifest}`);
  if (manifest === null) return { kind: "unknown", because: `where ${known.manifest} comes from cannot be told` };
  const beside = known.locks.map((lock) => joinPath(folderOf(manifest), lock)).find((path) => service.project.files.has(path));
  const exact = exactManifest(service, manifest);
  if (exact && exact.length === 0) return { kind: "exact", path: manifest };
  return { kind: "open", manifest, beside: beside ?? null, loose: exact ?? [] };
}

function requirementsOf(service: Service, run: RunFacts, install: Install): Locked | null {
  if (install.frozen === true || install.flags.some((flag) => /^(?:--constraint|-c|--require-hashes)/.test(flag)))
    return { kind: "exact", path: install.manifests[0] ?? "requirements.txt" };
  // `--no-deps` with a project brings nothing but the project itself; with a list it brings the list.
  if (install.flags.includes("--no-deps") && !install.manifests.some((path) => /\.(?:txt|in)$/.test(path))) return null;
  const answers = install.manifests.map((written): Locked => {
    const folder = folderOfInstall(run, install);
    if (folder === null && !written.startsWith("/"))
      return { kind: "unknown", because: "the folder of the install is not known" };
    const inImage = joinPath(written.startsWith("/") ? "/" : (folder ?? "/"), written);
    const path = reaches(service, run, inImage.startsWith("/") ? inImage : `/${inImage}`);
    if (path === null) return { kind: "unknown", because: `${written} is not a file of the build context` };
    const loose = exactManifest(service, path);
    if (loose === null) return { kind: "unknown", because: `${path} was not read` };
    return loose.length === 0 ? { kind: "exact", path } : { kind: "open", manifest: path, beside: null, loose };
  });
  const order = ["open", "unknown", "exact"];
  return answers.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? null;
}

const EXACT_PYTHON = /^(?:={2,3}\s*[\w.+!-]+$|@)/;
const EXACT_NODE = /^(?:v?\d+\.\d+\.\d+[\w.+-]*|(?:file|link|workspace|portal):.*|https?:.*)$/;

/** Names whose versions are open; null when the manifest was not read. */
function exactManifest(service: Service, path: string): readonly string[] | null {
  const manifest = service.app?.manifests.find((one: Manifest) => one.path === path);
  if (!manifest) return null;
  const all = /\.(?:txt|in)$/.test(path) ? [...manifest.dependencies, ...manifest.devDependencies] : [...manifest.dependencies];
  const python = /\.(?:txt|in|toml|py|cfg)$/.test(path);
  if (!python && baseName(path) !== "package.json") return ["?"];
  const exact = python ? EXACT_PYTHON : EXACT_NODE;
  return all.filter(([, version]) => !exact.test(version.trim())).map(([name]) => name);
}

/** The absolute folder in the image; null where a variable or a `cd` hides it. */
export function folderOfInstall(run: RunFacts, install: Install): string | null {
  if (run.workdir === null) return null;
  const before = run.script?.commands.filter((one) => one.range[0] < install.range[0] && one.name === "cd") ?? [];
  const first = install.manifests[0] ?? "";
  const sub = folderOf(first);
  let folder = run.workdir;
  for (const { words } of before) {
    const target = words[1]?.value ?? null;
    if (target === null || target === "-") return null;
    folder = joinPath(target.startsWith("/") ? "/" : folder, target);
  }
  if (/\.(?:txt|in)$/.test(first)) return folder;
  return joinPath(folder, sub);
}

function parentOf(folder: string): string {
  const slash = folder.lastIndexOf("/");
  return slash <= 0 ? "/" : folder.slice(0, slash);
}

/** The file of the project that is at a path of the image when the RUN starts: by a bind mount, or by a COPY that the ignore file lets through. */
function reaches({ context, project }: Pick<Service, "context" | "project">, run: RunFacts, path: string): string | null {
  if (!context) return null;
  for (const { type, options } of run.instruction.mounts) {
    const target = options.get("target");
    const source = options.get("source");
    if (type !== "bind" || typeof target !== "string" || options.has("from")) continue;
    const absolute = target.startsWith("/") ? target : joinPath(run.workdir ?? "/", target);
    const from = joinPath(context.root, typeof source === "string" ? source.replace(/^\/+/, "") || "." : ".");
    if (!isWithin(absolute, path)) continue;
    const found = absolute === path ? from : joinPath(from, relativeTo(absolute, path));
    if (project.files.has(found)) return found;
  }
  const origin = originOf(run.stage, path, context.root, project.files, run.instruction.range[0]);
  if (origin === null) return null;
  return isWithin(context.root, origin) && isSent(context, relativeTo(context.root, origin)) ? origin : null;
}
