import type { Language } from "./app.js";
import { isSource, relativeTo } from "./candidates.js";
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
const SCORED = ["node", "python", "go", "java", "ruby", "php", "dotnet", "rust"] as const;

/**
 * The language of the program below a root: what the start command says, else the manifest nearest to the root, else what most files are written in.
 */
export function languageOf(paths: readonly string[], root: string, start: readonly string[] | null): Language {
  const started = start
    ?.map((word) => STARTS.find(([name]) => name.test(word.slice(word.lastIndexOf("/") + 1)))?.[1])
    .find(Boolean);
  const votes = new Map<Language, number>();
  for (const path of paths) {
    for (const language of SCORED) if (isSource(path, language)) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  const depths = new Map<Language, number>();
  for (const path of paths) {
    const language = manifestLanguage(path);
    if (!language) continue;
    const depth = relativeTo(root, path).split("/").length;
    depths.set(language, Math.min(depths.get(language) ?? 99, depth));
  }
  if (started && started !== "static" && (votes.has(started) || depths.has(started))) return started;
  // Apache runs PHP in itself: what it starts is the program that lies there.
  const apache = start?.some((word) => /(?:^|\/)(?:httpd|httpd-foreground)$/.test(word));
  if (started === "static") return apache && (depths.has("php") || (votes.get("php") ?? 0) > 0) ? "php" : "static";
  const nearest = Math.min(...depths.values(), 99);
  const best = [...new Set([...depths.keys(), ...votes.keys()])]
    .filter((language) => votes.has(language) || depths.has(language))
    .sort((a, b) => rank(b) - rank(a));
  if (best[0]) return best[0];
  return paths.some((path) => isSource(path, "static")) ? "static" : "unknown";

  function rank(language: Language): number {
    const near = depths.get(language) === nearest && nearest <= 2 ? 1e6 : 0;
    return near + (votes.get(language) ?? 0) + (depths.has(language) ? 10 : 0);
  }
}
