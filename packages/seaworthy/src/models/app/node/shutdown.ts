import { libraryOf } from "../../../knowledge/libraries.js";
import { NODE_EXIT_HOOKS, NODE_SHUTDOWN } from "../../../knowledge/libraries-node.js";
import type { ShutdownHandler } from "../app.js";
import { functionAt, identifierAt } from "../functions.js";
import { callThrough } from "../imports.js";
import { dependencyPlace } from "../manifests/place.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, placeIn, type SourceFile } from "../source.js";
import { type Manner, mannerOf, type StopDialect } from "../stopping.js";

/** What is closed, and how, by the last two words of a call. */
const SERVERS =
  "server app application http https fastify listener io wss ws consumer worker queue nest hapi boss apollo express nestapp instance bot scheduler agenda terminator httpterminator runner".split(
    " ",
  );
const CLOSES: ReadonlySet<string> = new Set(
  "close stop shutdown drain end gracefulshutdown tryshutdown terminate destroy closegracefully".split(" "),
);

function drains(call: string): boolean {
  const small = call.toLowerCase();
  const dot = small.lastIndexOf(".");
  const last = small.slice(dot + 1);
  if (last === "tryshutdown" || (dot < 0 && (last === "gracefulshutdown" || last === "closeserver"))) return true;
  if (dot < 0 || !CLOSES.has(last)) return false;
  const of = small.slice(small.lastIndexOf(".", dot - 1) + 1, dot);
  return SERVERS.some((word) => of.endsWith(word)) && /^\w*$/.test(of);
}

const DIALECT: StopDialect = {
  drains: { test: drains },
  exits: /(?:^|\.)(?:process\.exit|process\.kill|process\.abort|forceShutdown|process\.reallyExit)$/,
  neutral:
    /^(?:console|logger|log|process|clearTimeout|clearInterval|setTimeout|setInterval|Promise|acc|rej|String|Number|JSON|Date|Error|resolve|reject|this\.logger)(?:\.[\w$]+)*$|\.(?:log|info|warn|error|debug|trace|fatal|then|catch|finally|unref|close|end|quit|disconnect|destroy|\$disconnect|teardown|release|flush|remove|removeAllListeners|map|forEach|all|allSettled)$|^(?:then|catch|finally)$/,
};

/** Handlers of SIGTERM in Node.js code, libraries that install one, and servers of frameworks that bring their own. */
export function nodeShutdown(program: Program): ShutdownHandler[] {
  return [...processHandlers(program), ...exitHooks(program), ...hooks(program), ...libraries(program), ...ownServers(program)];
}

function* processHandlers(program: Program): Generator<ShutdownHandler> {
  for (const { file, start, end } of hits(program.files, /\bprocess\s*\.\s*(?:on|once|addListener|prependListener)\s*\(/g)) {
    const args = argumentsAt(file, end - 1);
    const [signal, handler] = args;
    if (!signal || !handler) continue;
    const written = file.text.slice(...signal).trim();
    const named = /^["'`]SIGTERM["'`]$/.test(written);
    const listed = /^[A-Za-z_$][\w$.]*(?:\s+as\s+[\w.]+)?$/.test(written) && namesTerm(file);
    if (!named && !listed) continue;
    yield { ...handlerManner(program, file, handler[0]), place: placeIn(file, start, handler[1]), graceSeconds: null };
  }
}

/** `prexit(async () => …)`: what a library is given to run when the process is told to end. */
function* exitHooks(program: Program): Generator<ShutdownHandler> {
  for (const fact of program.imports) {
    const { file } = fact;
    const call = NODE_EXIT_HOOKS.has(fact.module) ? callThrough(fact) : null;
    if (!call) continue;
    const open = file.code.indexOf("(", call.start);
    const args = argumentsAt(file, open);
    const handler = args.find(([at]) => functionAt(file, at) !== null) ?? args.at(-1);
    if (handler)
      yield { ...handlerManner(program, file, handler[0]), place: placeIn(file, call.start, handler[1]), graceSeconds: null };
  }
}

/** Whether the file holds the word SIGTERM as a string of its own. */
function namesTerm(file: SourceFile): boolean {
  return [...file.literals.values()].some((literal) => file.text.slice(...literal.content) === "SIGTERM");
}

function handlerManner(program: Program, file: SourceFile, at: number): Manner {
  const body = functionAt(file, at);
  if (body) return mannerOf(file, body, DIALECT, program.functions);
  const name = identifierAt(file, at);
  const own = name ? program.functions.get(name.path.split(".").at(name.path.endsWith(".bind") ? -2 : -1) as string) : undefined;
  const called = name && /^\s*\(/.test(file.code.slice(name.end, name.end + 4));
  const target = own?.find((one) => one.file === file) ?? own?.[0];
  if (target) return mannerOf(target.file, target.body, DIALECT, program.functions);
  return {
    manner: "unknown",
    because: called ? "the handler is made by a call that could not be followed" : "the handler could not be found",
  };
}

function* hooks(program: Program): Generator<ShutdownHandler> {
  if (!program.imports.some((fact) => fact.module === "@nestjs/core")) return;
  for (const { file, start, end } of hits(program.files, /\.\s*enableShutdownHooks\s*\(/g)) {
    yield {
      manner: "drains",
      because: "Nest closes the application on SIGTERM (enableShutdownHooks)",
      place: placeIn(file, start, end),
      graceSeconds: null,
    };
  }
}

function* libraries(program: Program): Generator<ShutdownHandler> {
  for (const fact of program.imports) {
    const library = libraryOf(fact.module, NODE_SHUTDOWN);
    if (!library?.alone) continue;
    const call = callThrough(fact) ?? (/fastify/.test(fact.module) ? { start: fact.start, end: fact.end } : null);
    if (!call) continue;
    const limit = /\b(?:timeout|delay|gracefulShutdownTimeout)\s*:\s*([\d_]+)/.exec(
      fact.file.code.slice(call.start, call.start + 2000),
    );
    const seconds = limit ? Number((limit[1] as string).replaceAll("_", "")) / 1000 : library.seconds;
    yield {
      manner: "drains",
      because: `${fact.module} closes the server on SIGTERM`,
      place: placeIn(fact.file, call.start, call.end),
      graceSeconds: seconds,
    };
  }
}

/** The Next.js (14.1, pull request 59551) from which its own server waits for requests on SIGTERM; before, it exits. SvelteKit's adapter-node, remix-serve and Nitro do too. */
const NEXT_WAITS_SINCE = 14.01;

/** Whether Next.js is told to leave SIGTERM to the code of the app. */
function leavesSignals({ input: { env } }: Program): boolean {
  const set = env?.get("NEXT_MANUAL_SIG_HANDLE");
  return set === null || (set !== undefined && set !== "");
}

function* ownServers(program: Program): Generator<ShutdownHandler> {
  const manifest = program.manifests.find((one) => one.kind === "package.json");
  if (!manifest) return;
  const scripts = [...manifest.scripts].filter(([name]) => /^(?:start|serve)/.test(name)).map(([, text]) => text);
  const start = [...(program.input.start ?? []), ...scripts].join(" ");
  const next = leavesSignals(program) ? null : program.dependency("next");
  if (next && (/\bnext start\b|(?:^|[\s/])server\.js\b/.test(start) || program.input.start === null)) {
    const numbers = /(\d+)(?:\.(\d+))?/.exec(next);
    const version = numbers ? Number(numbers[1]) + Number(numbers[2] ?? 99) / 100 : 99;
    if (!program.files.some((file) => /\bcreateServer\s*\(/.test(file.code))) {
      yield version >= NEXT_WAITS_SINCE
        ? {
            manner: "drains",
            because: "the server of Next.js finishes its requests on SIGTERM",
            place: dependencyPlace(manifest, "next", program.input.read),
            graceSeconds: null,
          }
        : {
            manner: "exits",
            because: `Next.js ${next} exits at once on SIGTERM (it waits since 14.1)`,
            place: dependencyPlace(manifest, "next", program.input.read),
            graceSeconds: null,
          };
    }
  }
  for (const [name, pattern, what] of [
    ["@remix-run/serve", /\bremix-serve\b/, "remix-serve"],
    ["@react-router/serve", /\breact-router-serve\b/, "react-router-serve"],
    ["@sveltejs/adapter-node", /\bbuild(?:\/index(?:\.js)?)?\b/, "the server of SvelteKit's adapter-node"],
    ["nuxt", /\.output\/server\/index\.mjs\b/, "the server of Nitro"],
  ] as const) {
    const known = program.dependency(name) ?? manifest.devDependencies.get(name);
    if (known && pattern.test(start))
      yield {
        manner: "drains",
        because: `${what} closes on SIGTERM by itself`,
        place: dependencyPlace(manifest, name, program.input.read),
        graceSeconds: null,
      };
  }
}
