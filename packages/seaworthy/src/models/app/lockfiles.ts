import type { LanguageManager } from "../shell/packages.js";
import type { Lockfile } from "./app.js";
import { baseName, isForeign } from "./candidates.js";

const MANAGERS: Readonly<Record<string, LanguageManager>> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "yarn.lock": "yarn",
  "pnpm-lock.yaml": "pnpm",
  "bun.lockb": "bun",
  "bun.lock": "bun",
  "deno.lock": "deno",
  "Pipfile.lock": "pipenv",
  "poetry.lock": "poetry",
  "uv.lock": "uv",
  "pdm.lock": "pdm",
  "pylock.toml": "pip",
  "conda-lock.yml": "conda",
  "go.sum": "go",
  "Cargo.lock": "cargo",
  "gradle.lockfile": "gradle",
  "Gemfile.lock": "bundler",
  "composer.lock": "composer",
  "packages.lock.json": "nuget",
  "mix.lock": "mix",
};

/** Whether a path is named like a lockfile. */
export function isLockfile(path: string): boolean {
  return Object.hasOwn(MANAGERS, baseName(path));
}

/** The lockfiles among the paths, those nearest to the root first. */
export function lockfilesOf(paths: readonly string[]): Lockfile[] {
  const found: Lockfile[] = [];
  for (const path of paths) {
    const kind = baseName(path);
    const manager = Object.hasOwn(MANAGERS, kind) ? MANAGERS[kind] : undefined;
    if (manager && !isForeign(path)) found.push({ path, kind, manager });
  }
  return found.sort((a, b) => a.path.split("/").length - b.path.split("/").length || (a.path < b.path ? -1 : 1));
}
