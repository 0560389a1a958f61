import type { Language } from "./app.js";
import type { Counted } from "./counted.js";

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
export function languageOf({ votes, depths, pages }: Counted, start: readonly string[] | null): Language {
  const started = start ? startedLanguage(start) : undefined;
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
