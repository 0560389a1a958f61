import { kept } from "../../core/kept.js";
import type { Language } from "./app.js";
import { relativeTo, sourceLanguage } from "./candidates.js";
import { manifestLanguage } from "./manifests/read.js";

const PROGRAMS: Partial<Record<Language, string>> = {
  node: "node nodejs npm npx yarn pnpm bun deno tsx ts-node next nest pm2 pm2-runtime nodemon",
  python:
    "gunicorn uvicorn hypercorn daphne celery flask fastapi uwsgi granian waitress-serve poetry pipenv uv streamlit django-admin",
  java: "java catalina.sh",
  ruby: "ruby bundle rails puma rackup sidekiq unicorn",
  php: "apache2-foreground frankenphp artisan",
  dotnet: "dotnet",
  static: "nginx caddy httpd httpd-foreground",
};
const STARTED_BY: ReadonlyMap<string, Language> = new Map(
  Object.entries(PROGRAMS).flatMap(([language, names]) => names.split(" ").map((name) => [name, language as Language] as const)),
);

/** The language of the first program among the words, if its name tells. */
function startedLanguage(words: readonly string[]): Language | undefined {
  for (const word of words) {
    const name = word.slice(word.lastIndexOf("/") + 1);
    const known = STARTED_BY.get(name);
    if (known) return known;
    if (name.startsWith("p")) {
      if (/^python[\d.]*$/.test(name)) return "python";
      if (/^php(?:-fpm)?[\d.]*$/.test(name)) return "php";
    }
  }
  return undefined;
}

/**
 * The language of the program below a root: what the start command says, else the manifest nearest to the root, else what most files are written in.
 */
export function languageOf(paths: readonly string[], root: string, start: readonly string[] | null): Language {
  const started = start ? startedLanguage(start) : undefined;
  const { votes, depths, pages } = countedIn(paths, root);
  if (started && started !== "static" && (votes.has(started) || depths.has(started))) return started;
  // Apache runs PHP in itself: what it starts is the program that lies there.
  if (started === "static") {
    const holdsPhp = depths.has("php") || (votes.get("php") ?? 0) > 0;
    return holdsPhp && start?.some((word) => /(?:^|\/)(?:httpd|httpd-foreground)$/.test(word)) ? "php" : "static";
  }
  if (votes.size === 0 && depths.size === 0) return pages ? "static" : "unknown";
  const nearest = Math.min(...depths.values(), 99);
  const best = [...new Set([...depths.keys(), ...votes.keys()])]
    .filter((language) => votes.has(language) || depths.has(language))
    .sort((a, b) => rank(b) - rank(a));
  if (best[0]) return best[0];
  return pages ? "static" : "unknown";

  function rank(language: Language): number {
    const near = depths.get(language) === nearest && nearest <= 2 ? 1e6 : 0;
    return near + (votes.get(language) ?? 0) + (depths.has(language) ? 10 : 0);
  }
}

interface Counted {
  /** How many files are written in each language. */
  readonly votes: ReadonlyMap<Language, number>;
  /** How deep the nearest manifest of each lies, 1 at the root. */
  readonly depths: ReadonlyMap<Language, number>;
  /** Whether there are pages for a browser. */
  readonly pages: boolean;
}

/** Services that are built from one folder share its list of paths. */
const knownOf = kept((_: readonly string[]) => new Map<string, Counted>());

function countedIn(paths: readonly string[], root: string): Counted {
  const known = knownOf(paths);
  const found = known.get(root) ?? count(paths, root);
  known.set(root, found);
  return found;
}

function count(paths: readonly string[], root: string): Counted {
  const votes = new Map<Language, number>();
  const depths = new Map<Language, number>();
  let pages = false;
  for (const path of paths) {
    const language = sourceLanguage(path);
    if (language === "static") pages = true;
    else if (language !== null) votes.set(language, (votes.get(language) ?? 0) + 1);
    const manifested = manifestLanguage(path);
    if (!manifested) continue;
    const depth = relativeTo(root, path).split("/").length;
    depths.set(manifested, Math.min(depths.get(manifested) ?? 99, depth));
  }
  return { votes, depths, pages };
}
