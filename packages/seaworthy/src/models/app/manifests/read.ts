import type { Language, Manifest } from "../app.js";
import { baseName } from "../candidates.js";
import { readByLines, readGoMod, readGradle, readPom } from "./compiled.js";
import { packageTable, readPackageJson } from "./node.js";
import { readPipfile, readPyproject, readRequirements, readSetup } from "./python.js";
import { manifest, strings } from "./reader.js";

interface Kind {
  readonly name: RegExp;
  readonly language: Language;
  read(path: string, text: string): Manifest | null;
}

const KINDS: readonly Kind[] = [
  { name: /^package\.json$/, language: "node", read: readPackageJson },
  { name: /^deno\.jsonc?$/, language: "node", read: (path, text) => manifest(path, baseName(path), {}, text.length) },
  { name: /^pyproject\.toml$/, language: "python", read: readPyproject },
  { name: /^requirements[\w.-]*\.(?:txt|in)$/, language: "python", read: readRequirements },
  { name: /^Pipfile$/, language: "python", read: readPipfile },
  { name: /^setup\.(?:py|cfg)$/, language: "python", read: readSetup },
  { name: /^go\.mod$/, language: "go", read: readGoMod },
  { name: /^pom\.xml$/, language: "java", read: readPom },
  { name: /^build\.gradle(?:\.kts)?$/, language: "java", read: readGradle },
  { name: /^Gemfile$/, language: "ruby", read: (path, text) => readByLines(path, "Gemfile", text) },
  { name: /^composer\.json$/, language: "php", read: readComposer },
  { name: /\.(?:cs|fs)proj$/, language: "dotnet", read: (path, text) => readByLines(path, baseName(path), text) },
  { name: /^Cargo\.toml$/, language: "rust", read: (path, text) => readByLines(path, "Cargo.toml", text) },
];

/** Any of those; a tree has many paths that are none. */
const ANY = new RegExp(KINDS.map(({ name }) => name.source).join("|"));

/** The language that a manifest of this name belongs to; null when it is none. */
export function manifestLanguage(path: string): Language | null {
  const name = baseName(path);
  if (!ANY.test(name)) return null;
  return KINDS.find((kind) => kind.name.test(name))?.language ?? null;
}

/** Reads one manifest; null when its text does not hold what its name promises. */
export function readManifest(path: string, text: string): Manifest | null {
  const name = baseName(path);
  return KINDS.find((kind) => kind.name.test(name))?.read(path, text) ?? null;
}

function readComposer(path: string, text: string): Manifest | null {
  const parsed = packageTable(text);
  if (!parsed) return null;
  const parts = {
    dependencies: strings(parsed.require),
    devDependencies: strings(parsed["require-dev"]),
    scripts: strings(parsed.scripts),
  };
  return manifest(path, "composer.json", parts, text.length);
}
