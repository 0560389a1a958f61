import type { SourcePlace } from "../../../core/place.js";
import { startOf } from "../../../core/place.js";
import { PYTHON_SERVERS } from "../../../knowledge/libraries-python.js";
import type { ShutdownHandler } from "../app.js";
import { baseName } from "../candidates.js";
import { identifierAt } from "../functions.js";
import { dependencyPlace } from "../manifests/place.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, placeIn, type SourceFile } from "../source.js";
import { type Manner, mannerOf, type StopDialect } from "../stopping.js";

const DIALECT: StopDialect = {
  drains:
    /(?:^|\.)\w*(?:server|srv|app|loop|worker|consumer|runner|site|executor|pool|httpd|scheduler|thread|queue|bot|application)\w*\.(?:stop|shutdown|close|cleanup|join|wait|drain|wait_closed|wait_for_termination|terminate)$|^(?:stop_event|shutdown_event|exit_event|stop|shutdown|event|\w*_event|_stop\w*|self\.\w*(?:stop|shutdown|exit|event)\w*)\.set$|\.(?:stop_consuming|set_result)$/i,
  exits: /^(?:sys\.exit|os\._exit|exit|quit|os\.kill|os\.abort|raise_signal)$/,
  neutral:
    /^(?:print|log(?:ger|ging)?\.\w+|[\w.]*log\w*\.\w+|str|int|len|format|signal\.\w+|Signals|time\.\w+|asyncio\.\w+|[\w.]*\.(?:close|disconnect|flush|info|debug|warning|error|exception|format|dispose|quit|cancel|name))$/,
};

/** Handlers of SIGTERM in Python code, and servers in the start command that drain by themselves. */
export function pythonShutdown(program: Program): ShutdownHandler[] {
  return [...started(program), ...embedded(program), ...handlers(program)];
}

function* started(program: Program): Generator<ShutdownHandler> {
  const words = program.input.start ?? [];
  if (words.some((word) => baseName(word) === "uwsgi")) {
    yield* uwsgi(program, words);
    return;
  }
  const known = (word: string) => PYTHON_SERVERS.has(baseName(word)) && !/^(?:run|serve)$/.test(word);
  // An entry script that can start either is the web server's first.
  const web = words.findIndex((word) => known(word) && !/^(?:celery|rq|dramatiq|arq)$/.test(baseName(word)));
  const at = web < 0 ? words.findIndex(known) : web;
  const name = baseName(words[at] ?? "");
  const server = PYTHON_SERVERS.get(name);
  if (server && !(name === "fastapi" && !words.includes("run"))) {
    if (name === "celery" && !words.includes("worker") && !words.includes("beat")) return;
    yield {
      manner: "drains",
      because: `${name} finishes its work on SIGTERM by itself`,
      place: evidence(program, name),
      graceSeconds: limitOf(words, server.option) ?? (name === "gunicorn" ? gunicornLimit(program) : null) ?? server.seconds,
    };
  }
}

/** uWSGI reloads on SIGTERM unless it is told to die on it. */
function* uwsgi(program: Program, words: readonly string[]): Generator<ShutdownHandler> {
  const told = words.find((word) => /die-on-term/.test(word));
  const ini = told
    ? undefined
    : program.paths.find(
        (path) =>
          /(?:^|\/)[\w.-]*uwsgi[\w.-]*\.(?:ini|ya?ml|xml)$/.test(path) && /die-on-term/.test(program.input.read(path) ?? ""),
      );
  const place = ini ? startOf(ini) : evidence(program, "uwsgi");
  if (told || ini) yield { manner: "drains", because: "uWSGI ends on SIGTERM (die-on-term)", place, graceSeconds: null };
  else
    yield {
      manner: "unknown",
      because: "uWSGI reloads on SIGTERM unless die-on-term is set, which was not found",
      place,
      graceSeconds: null,
    };
}

/** Where a server of the start command shows in the program's own files: its manifest's entry, else its settings, else the entry. */
function evidence(program: Program, name: string): SourcePlace {
  const manifest = program.manifests.find((one) => one.dependencies.has(name));
  return manifest
    ? dependencyPlace(manifest, name, program.input.read)
    : startOf(program.entry ?? program.manifests[0]?.path ?? program.files[0]?.path ?? program.input.root);
}

/** `graceful_timeout = 20` in gunicorn's own settings. */
function gunicornLimit(program: Program): number | null {
  const settings = program.paths.find((path) => /(?:^|\/)gunicorn[\w.-]*\.py$/.test(path));
  const match = settings ? /^graceful_timeout\s*=\s*(\d+)/m.exec(program.input.read(settings) ?? "") : null;
  return match ? Number(match[1]) : null;
}

function limitOf(words: readonly string[], option: RegExp | null): number | null {
  if (!option) return null;
  for (const [index, word] of words.entries()) {
    const match = option.exec(word);
    if (match) return Number(match[1] ?? words[index + 1] ?? Number.NaN) || null;
  }
  return null;
}

/** `uvicorn.run(app)` and `hypercorn` inside the program's own code. */
function* embedded(program: Program): Generator<ShutdownHandler> {
  for (const fact of program.imports) {
    if (!/^(?:uvicorn|aiohttp|waitress|sanic|hypercorn\.asyncio|tornado\.\w+)$/.test(fact.module)) continue;
    const call = /\buvicorn\s*\.\s*(?:run|Server)\s*\(|\bweb\s*\.\s*run_app\s*\(/.exec(fact.file.code);
    if (!call) continue;
    const name = call[0].startsWith("uvicorn") ? "uvicorn" : "aiohttp";
    if (name !== fact.module && !fact.names.has(name === "aiohttp" ? "web" : name)) continue;
    const asEntry =
      program.entry === null || program.entry === fact.file.path || program.input.start === null || isStarted(program, fact.file);
    if (!asEntry) continue;
    yield {
      manner: "drains",
      because: `${name} finishes its requests on SIGTERM by itself`,
      place: placeIn(fact.file, call.index, call.index + call[0].length),
      graceSeconds: name === "aiohttp" ? 60 : null,
    };
  }
}

function isStarted(program: Program, file: SourceFile): boolean {
  const entry = program.files.find((one) => one.path === program.entry);
  return (
    entry !== undefined && new RegExp(`\\b${baseName(file.path).replace(/\.py$/, "").replace(/\W/g, "")}\\b`).test(entry.code)
  );
}

function* handlers(program: Program): Generator<ShutdownHandler> {
  for (const { file, start, end } of hits(program.files, /\b(?:signal\s*\.\s*signal|add_signal_handler|(?<!\.)signal)\s*\(/g)) {
    const [first, second] = argumentsAt(file, end - 1);
    if (!first || !second) continue;
    const written = file.code.slice(...first);
    const viaLoop = /^\s*(?:sig|s|signum|signal_?\w*|signame)\s*$/.test(written) && /\bSIGTERM\b/.test(file.code);
    if (!/\bSIGTERM\b/.test(written) && !viaLoop) continue;
    yield { ...handlerManner(program, file, second), place: placeIn(file, start, second[1]), graceSeconds: null };
  }
}

function handlerManner(program: Program, file: SourceFile, range: readonly [number, number]): Manner {
  const text = file.code.slice(...range);
  if (/^(?:signal\s*\.\s*)?SIG_(?:DFL|IGN)/.test(text.trim()))
    return { manner: "exits", because: "SIGTERM is left to its default" };
  const lambda = /^\s*lambda\b[^:]*:/.exec(text);
  if (lambda) return mannerOf(file, [range[0] + lambda[0].length, range[1]], DIALECT, program.functions);
  const partial = /^\s*(?:functools\s*\.\s*)?partial\s*\(\s*/.exec(text);
  const name = identifierAt(file, range[0] + (partial?.[0].length ?? 0));
  if (name && DIALECT.drains.test(name.path)) return { manner: "drains", because: `the handler is ${name.path}` };
  if (name && DIALECT.exits.test(name.path)) return { manner: "exits", because: `the handler is ${name.path}` };
  const own = name ? program.functions.get(name.path.split(".").at(-1) as string) : undefined;
  const target = own?.find((one) => one.file === file) ?? own?.[0];
  if (!target) return { manner: "unknown", because: "the handler could not be found" };
  const told = mannerOf(target.file, target.body, DIALECT, program.functions);
  if (told.manner !== "unknown") return told;
  const flag = /\b(?:[\w.]*(?:run|stop|shut|exit|term|kill|alive|keep|draining)\w*)\s*=\s*(?:True|False)\b/i.exec(
    target.file.code.slice(...target.body),
  );
  return flag ? { manner: "drains", because: `the handler sets ${flag[0].split("=")[0]?.trim()}, on which the work ends` } : told;
}
