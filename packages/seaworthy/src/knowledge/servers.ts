/** Servers by the program that starts them, and what ends them cleanly. */
export const SOURCE = "the servers' own documentation of signals";
export const AS_OF = "2026-11-23";

export interface Server {
  /** What people call it. */
  readonly name: string;
  /** Signals on which it finishes the requests that it has, without SIG. */
  readonly drainsOn: readonly string[];
  /** Other signals on which it ends, its requests cut. */
  readonly cutsOn: readonly string[];
  /** How long it waits at most unless it is told otherwise, in seconds; null: it names no limit. */
  readonly seconds: number | null;
  /** A setting without which it cuts its requests on any signal. */
  readonly needs?: string;
}

const NGINX: Server = { name: "nginx", drainsOn: ["QUIT"], cutsOn: ["TERM", "INT"], seconds: null };
const APACHE: Server = { name: "Apache httpd", drainsOn: ["WINCH"], cutsOn: ["TERM"], seconds: null };
const PUMA: Server = { name: "Puma", drainsOn: ["TERM"], cutsOn: ["INT"], seconds: null };
const PHP_FPM: Server = {
  name: "php-fpm",
  drainsOn: ["QUIT"],
  cutsOn: ["TERM", "INT"],
  seconds: null,
  needs: "process_control_timeout",
};
const CADDY: Server = { name: "Caddy", drainsOn: ["TERM", "INT"], cutsOn: ["QUIT"], seconds: null };

const SERVERS: ReadonlyMap<string, Server> = new Map([
  ["nginx", NGINX],
  ["nginx-debug", NGINX],
  ["openresty", NGINX],
  ["httpd", APACHE],
  ["httpd-foreground", APACHE],
  ["apache2", APACHE],
  ["apache2-foreground", APACHE],
  ["apache2ctl", APACHE],
  ["apachectl", APACHE],
  ["caddy", CADDY],
  ["frankenphp", { ...CADDY, name: "FrankenPHP" }],
  ["haproxy", { name: "HAProxy", drainsOn: ["USR1"], cutsOn: ["TERM", "INT"], seconds: null }],
  ["traefik", { name: "Traefik", drainsOn: ["TERM", "INT"], cutsOn: [], seconds: 10 }],
  ["php-fpm", PHP_FPM],
  ["puma", PUMA],
  ["unicorn", { name: "Unicorn", drainsOn: ["QUIT"], cutsOn: ["TERM", "INT"], seconds: null }],
  ["sidekiq", { name: "Sidekiq", drainsOn: ["TERM"], cutsOn: [], seconds: 25 }],
  ["gunicorn", { name: "Gunicorn", drainsOn: ["TERM"], cutsOn: ["QUIT", "INT"], seconds: 30 }],
  ["uvicorn", { name: "Uvicorn", drainsOn: ["TERM", "INT"], cutsOn: [], seconds: null }],
  ["hypercorn", { name: "Hypercorn", drainsOn: ["TERM", "INT"], cutsOn: [], seconds: null }],
  ["rr", { name: "RoadRunner", drainsOn: ["TERM", "INT"], cutsOn: [], seconds: null }],
]);

function basename(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

/** The known server that a command line starts, also as `python -m …`, `rails server`, `fastapi run`; null for any other program. */
export function serverOf(words: readonly string[]): Server | null {
  const [program = "", first = "", second = ""] = words.slice(0, 3).map(basename);
  if (/^python[\d.]*$/.test(program)) {
    const module = words.indexOf("-m");
    return module > 0 && module < 6 ? serverOf(words.slice(module + 1)) : null;
  }
  if (program === "rails") return /^(?:s|server)$/.test(first) ? PUMA : null;
  if (/^ruby[\d.]*$/.test(program)) return first === "rails" && /^(?:s|server)$/.test(second) ? PUMA : null;
  if (program === "fastapi") return first === "run" ? (SERVERS.get("uvicorn") ?? null) : null;
  return SERVERS.get(program.startsWith("php-fpm") ? program.replace(/^php-fpm[\d.]+$/, "php-fpm") : program) ?? null;
}

const LIMITS: readonly (readonly [server: string, option: RegExp])[] = [
  ["Gunicorn", /^--graceful-timeout(?:=(\d{1,6}))?$/],
  ["Hypercorn", /^--graceful-timeout(?:=(\d{1,6}))?$/],
  ["Uvicorn", /^--timeout-graceful-shutdown(?:=(\d{1,6}))?$/],
  ["Sidekiq", /^(?:-t|--timeout)(?:=?(\d{1,6}))?$/],
];

/** How long, in seconds, the server of a command line waits at most: as it is told there, else by default; null: it names no limit. */
export function serverLimit(server: Server, words: readonly string[]): number | null {
  for (const [name, option] of LIMITS) {
    if (name !== server.name) continue;
    for (const [index, word] of words.entries()) {
      const match = option.exec(word);
      const told = match ? Number(match[1] ?? words[index + 1]) : Number.NaN;
      if (Number.isFinite(told)) return told;
    }
  }
  return server.seconds;
}
