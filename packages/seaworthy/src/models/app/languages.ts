import { kept } from "../../core/kept.js";
import type { Language } from "./app.js";
import { relativeTo, sourceLanguage } from "./candidates.js";
import { manifestLanguage } from "./manifests/read.js";

const STARTS: readonly (readonly [RegExp, Language])[] = [
  [/^(?:node|nodejs|npm|npx|yarn|pnpm|bun|deno|tsx|ts-node|next|nest|pm2(?:-runtime)?|nodemon)$/, "node"],
  [
    /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|flask|fastapi|uwsgi|granian|waitress-serve|poetry|pipenv|uv|streamlit|django-admin)$/,
    "python",
  ],
  [/^(?:java|catalina\.sh)$/, "java"],
  [/^(?:ruby|bundle|rails|puma|rackup|sidekiq|unicorn)$/, "ruby"],
  [/^(?:php(?:-fpm)?[\d.]*|apache2-foreground|frankenphp|artisan)$/, "php"],
  [/^dotnet$/, "dotnet"],
  [/^(?:nginx|caddy|httpd|httpd-foreground)$/, "static"],
];

/**
 * The language of the program below a root: what the start command says, else the manifest nearest to the root, else what most files are written in.
 */
export function languageOf(paths: readonly string[], root: string, start: readonly string[] | null): Language {
  const started = start
    ?.map((word) => STARTS.find(([name]) => name.test(word.slice(word.lastIndexOf("/") + 1)))?.[1])
    .find(Boolean);
  const { votes, depths, pages } = countedIn(paths, root);
  if (started && started !== "static" && (votes.has(started) || depths.has(started))) return started;
  // Apache runs PHP in itself: what it starts is the program that lies there.
  const apache = start?.some((word) => /(?:^|\/)(?:httpd|httpd-foreground)$/.test(word));
  if (started === "static") return apache && (depths.has("php") || (votes.get("php") ?? 0) > 0) ? "php" : "static";
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
