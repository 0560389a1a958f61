import { baseName, folderOf } from "./paths.js";

/** The Compose files that together are one production set. The last are laid over the first. */
export interface ComposeSet {
  readonly folder: string;
  readonly files: readonly string[];
}

const NAME = /^(?:docker-)?compose(?:[._-](.+?))?\.ya?ml$/;
/** The order in which Compose itself looks for its file. */
const BASES = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

export function isComposeName(path: string): boolean {
  return NAME.test(baseName(path)) && !/(?:^|\/)\.(?:github|gitlab|circleci)\//.test(path);
}

/**
 * The production sets, one for each folder that has one, and why the other Compose files are not judged. First match: what the
 * person named; `…prod(uction)…` with its base; the base alone.
 */
export function composeSets(
  paths: readonly string[],
  named: readonly string[] | undefined,
): { sets: readonly ComposeSet[]; others: readonly { file: string; because: string }[] } {
  const files = paths.filter(isComposeName);
  if (named && named.length > 0) {
    const taken = new Set(named);
    const others = files
      .filter((file) => !taken.has(file))
      .map((file) => ({ file, because: "is not among the Compose files that were named" }));
    return { sets: [{ folder: folderOf(named[0] ?? "."), files: named }], others };
  }
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = folderOf(file);
    const list = folders.get(folder);
    if (list) list.push(file);
    else folders.set(folder, [file]);
  }
  const sets: ComposeSet[] = [];
  const others: { file: string; because: string }[] = [];
  for (const [folder, list] of folders) {
    const base = BASES.map((name) => list.find((file) => baseName(file) === name)).find((file) => file !== undefined);
    const production = list.filter((file) => isProduction(variantOf(file))).sort((a, b) => rank(a) - rank(b))[0];
    const set = [base, production].filter((file) => file !== undefined);
    if (set.length > 0) sets.push({ folder, files: set });
    for (const file of list) if (!set.includes(file)) others.push({ file, because: becauseOfVariant(variantOf(file), set) });
  }
  return { sets: sets.sort((a, b) => depth(a.folder) - depth(b.folder) || (a.folder < b.folder ? -1 : 1)), others };
}

function depth(folder: string): number {
  return folder === "." ? 0 : folder.split("/").length;
}

function variantOf(path: string): string | null {
  return NAME.exec(baseName(path))?.[1]?.toLowerCase() ?? null;
}

function isProduction(variant: string | null): boolean {
  return variant === "prod" || variant === "production";
}

/** `compose.` before `docker-compose.`, as Compose prefers it; `prod` before `production`. */
function rank(path: string): number {
  return (baseName(path).startsWith("docker-") ? 2 : 0) + (variantOf(path) === "production" ? 1 : 0);
}

function becauseOfVariant(variant: string | null, set: readonly string[]): string {
  const words = variant?.split(/[._-]/) ?? [];
  if (words.includes("override")) return "is an override for development";
  if (words.some((word) => /^(?:dev|devel|develop|development|local|debug)$/.test(word))) return "is for development";
  if (words.some((word) => /^(?:tests?|testing|e2e|ci)$/.test(word))) return "is for tests";
  return set.length > 0
    ? `is not part of the production set (${set.map(baseName).join(" + ")})`
    : "is neither the base file nor a production one";
}

const ASIDE =
  /^(?:dev|devel|develop|development|local|debug|debugging|tools?|tooling|tests?|testing|e2e|ci|lint|docs?|seed|examples?|demo)$/i;

/** Whether a service only comes up with profiles that no production uses. */
export function isAside(profiles: readonly string[]): boolean {
  return profiles.length > 0 && profiles.every((profile) => profile.split(/[._-]/).some((word) => ASIDE.test(word)));
}
