import type { Range } from "../../../core/place.js";
import type { HealthEndpoint } from "../app.js";
import { relativeTo } from "../candidates.js";
import { type Depth, type DepthContext, depthOf } from "../depth.js";
import { functionAt, identifierAt } from "../functions.js";
import { isHealthPath } from "../health-path.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, literalsIn, placeIn, type SourceFile, stringAt } from "../source.js";
import { nestHealth } from "./health-nest.js";

const NOT_ROUTERS =
  /^(?:axios|http|https|request|superagent|got|ky|client|agent|supertest|page|\$http|fetch|httpClient|map|headers|params|searchParams|cache|cookies|config|formData|api[Cc]lient|nock|mock|cy)$/;
const METHODS = "get|all|head|use|route|add|GET";

/** Health endpoints of every Node.js framework that the reader knows. */
export function nodeHealth(program: Program, context: DepthContext): HealthEndpoint[] {
  const probes = program.input.probePaths ?? [];
  const found = [
    ...routes(program, context, probes),
    ...urlComparisons(program, context, probes),
    ...fileRoutes(program, context, probes),
    ...libraries(program, context),
    ...nestHealth(program, context),
  ];
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${one.place.file}:${one.place.range[0]}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** `app.get("/health", handler)`, `router.use("/health", …)`, `fastify.route({ url, handler })`. */
function* routes(program: Program, context: DepthContext, probes: readonly string[]): Generator<HealthEndpoint> {
  for (const { file, start, end, match } of hits(
    program.files,
    new RegExp(
      `(?<![\\w$])([A-Za-z_$][\\w$]*)(?:\\s*\\([^()]{0,60}\\))?\\s*\\.\\s*(${METHODS})\\s*(?:<[^<>()]{0,80}>)?\\s*\\(`,
      "g",
    ),
  )) {
    if (NOT_ROUTERS.test(match[1] as string)) continue;
    const args = argumentsAt(file, end - 1);
    const options = args.length === 1 && file.code[args[0]?.[0] ?? 0] === "{" ? args[0] : undefined;
    if (options) {
      const url = propertyOf(file, options, "url") ?? propertyOf(file, options, "path");
      const written = url === null ? null : stringAt(file, url);
      const handler = propertyOf(file, options, "handler");
      if (!written || !isHealthPath(written.value, probes)) continue;
      yield endpoint(file, start, end, written.value, handler === null ? null : handlerDepth(program, file, handler, context));
      continue;
    }
    const first = args[0];
    const last = args.at(-1);
    if (!first || !last || args.length < 2 || file.code[last[0]] === "{" || file.code[last[0]] === "[") continue;
    const path = literalsIn(file, first).find((literal) => literal.value.startsWith("/") && isHealthPath(literal.value, probes));
    if (!path) continue;
    if (match[2] === "use") {
      const mounted = [...mountedRoutes(program, file, last[0], path.value, context, probes)];
      yield* mounted;
      if (mounted.length > 0) continue;
    }
    yield endpoint(file, start, end, path.value, handlerDepth(program, file, last[0], context));
  }
}

/** `if (req.url === "/health") {…}` of a bare http server. */
function* urlComparisons(program: Program, context: DepthContext, probes: readonly string[]): Generator<HealthEndpoint> {
  if (
    !program.imports.some((fact) => /^(?:node:)?(?:https?|http2)$/.test(fact.module)) &&
    !/\bBun\.serve|\bDeno\.serve/.test(program.files.map((file) => (file.code.includes(".serve") ? file.code : "")).join(""))
  )
    return;
  for (const { file, start, end } of hits(program.files, /\b(?:url|pathname|path)\s*===?\s*(?=["'`])/g)) {
    const path = stringAt(file, end);
    if (!path || !isHealthPath(path.value, probes)) continue;
    const brace = /[^{};]{0,200}\{/y;
    brace.lastIndex = path.range[1];
    const open = brace.test(file.code) ? brace.lastIndex - 1 : -1;
    const close = open < 0 ? undefined : file.pairs.get(open);
    yield endpoint(file, start, path.range[1], path.value, close === undefined ? null : depthOf(file, [open, close], context));
  }
}

const FILE_ROUTES: readonly RegExp[] = [
  /(?:^|\/)app\/(?:(.*)\/)?route\.[cm]?[jt]sx?$/, // Next.js, app router
  /(?:^|\/)pages\/(api\/.*?)(?:\/index)?\.[cm]?[jt]sx?$/, // Next.js, pages
  /(?:^|\/)src\/routes\/(?:(.*)\/)?\+server\.[jt]s$/, // SvelteKit
  /(?:^|\/)server\/(?:routes\/)?(.*?)(?:\.get)?(?:\/index)?\.[jt]s$/, // Nuxt, Nitro
  /(?:^|\/)app\/routes\/(.*?)(?:\/route|\/index)?\.[jt]sx?$/, // Remix, React Router
  /(?:^|\/)src\/pages\/(.*?)\.[jt]s$/, // Astro
];
const FILE_ROUTERS = new Set(["next", "sveltekit", "nuxt", "h3", "remix", "react-router", "astro"]);

function* fileRoutes(program: Program, context: DepthContext, probes: readonly string[]): Generator<HealthEndpoint> {
  if (
    !program.frameworks.some((name) => FILE_ROUTERS.has(name)) &&
    !program.files.some((file) => /\+server\.[jt]s$/.test(file.path))
  )
    return;
  for (const file of program.files) {
    const own = relativeTo(program.input.root, file.path);
    for (const pattern of FILE_ROUTES) {
      const written = pattern.exec(own)?.[1];
      if (written === undefined) continue;
      const path = `/${written
        .split("/")
        .filter((part) => !/^\(.*\)$/.test(part))
        .join("/")
        .replace(/[+.$]+/g, "/")
        .replace(/^_+|\/_+/g, "/")
        .replace(/\/+/g, "/")}`;
      if (!isHealthPath(path, probes)) continue;
      const handler = /\bexport\b[^;{(=]{0,80}\b(?:GET|HEAD|handler|loader|default|all)\b/.exec(file.code);
      if (!handler) continue;
      const start = handler.index;
      const exported = /\w+$/.exec(handler[0])?.[0] ?? "";
      const named = context.functions.get(exported)?.find((one) => one.file === file);
      const body =
        named?.body ?? functionAt(file, start + handler[0].length) ?? ([start + handler[0].length, file.code.length] as const);
      yield endpoint(file, start, start + handler[0].length, path, depthOf(file, body, context));
      break;
    }
  }
}

/** Libraries that answer health paths themselves. */
function* libraries(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const fact of program.imports) {
    const { module, file } = fact;
    if (module === "@godaddy/terminus") {
      for (const hit of hits([file], /\bcreateTerminus\s*\(/g)) {
        const close = file.pairs.get(hit.end - 1) ?? hit.end;
        const path = literalsIn(file, [hit.end, close]).find((one) => one.value.startsWith("/"))?.value ?? null;
        yield endpoint(file, hit.start, hit.end, path, depthOf(file, [hit.end, close], context));
      }
    }
    if (module === "lightship") {
      for (const hit of hits([file], /\bcreateLightship\s*\(/g)) {
        yield {
          path: "/health",
          depth: "shallow",
          because: "lightship answers its own state and asks no dependency",
          place: placeIn(file, hit.start, hit.end),
        };
      }
    }
    if (module === "@fastify/under-pressure" || module === "under-pressure") {
      for (const hit of hits([file], /\bexposeStatusRoute\s*:/g)) {
        const check = /\bhealthCheck\b\s*(?::|\(|,)/.exec(file.code);
        const depth = check
          ? depthOf(file, [check.index, file.code.length], context)
          : { depth: "shallow" as const, because: "under-pressure measures load and asks no dependency" };
        yield endpoint(file, hit.start, hit.end, stringAt(file, hit.end)?.value ?? "/status", depth);
      }
    }
    if (/^(?:grpc-js-health-check|@grpc\/health-check|grpc-health-check)$/.test(module)) {
      yield {
        path: null,
        depth: "shallow",
        because: `${module} answers a fixed status`,
        place: placeIn(file, fact.start, fact.end),
      };
    }
  }
  if (program.imports.some((fact) => /^@?grpc(?:\/grpc-js)?$/.test(fact.module))) {
    for (const hit of hits(program.files, /\baddService\s*\(\s*[\w$.]*[hH]ealth[\w$.]*/g)) {
      const { file } = hit;
      const open = file.code.indexOf("(", hit.start);
      const second = argumentsAt(file, open)[1];
      if (second && /\bImplementation\b/.test(file.code.slice(...second))) continue; // a health library, told of above
      const check = second ? handlerInObject(program, file, second, context) : null;
      yield endpoint(file, hit.start, hit.end, null, check);
    }
  }
}

/** The depth of `{ check, … }`: the function that stands under `check`. */
function handlerInObject(program: Program, file: SourceFile, range: Range, context: DepthContext): Depth | null {
  const property = /\bcheck\s*:\s*/g;
  property.lastIndex = range[0];
  const match = property.exec(file.code);
  if (match && match.index < range[1]) return handlerDepth(program, file, property.lastIndex, context);
  const named = context.functions.get("check")?.find((one) => one.file === file);
  return named ? depthOf(file, named.body, context) : null;
}

/** The depth of the handler at an offset: a function, or the name of one found in the project. */
export function handlerDepth(program: Program, file: SourceFile, at: number, context: DepthContext): Depth | null {
  const body = functionAt(file, at);
  if (body) return depthOf(file, body, context);
  const name = identifierAt(file, at);
  if (!name) return null;
  const path = name.path.replace(/\.bind$/, "");
  const called = path === name.path && /^\s*\(/.test(file.code.slice(name.end, name.end + 5));
  const wrapped = called ? argumentsAt(file, file.code.indexOf("(", name.end))[0] : undefined;
  if (wrapped && path !== "require") return handlerDepth(program, file, wrapped[0], context);
  const imported = program.imports.find((one) => one.file === file && one.names.has(path))?.names.get(path);
  const from = importedFile(program, file, path);
  const last = (imported && !/^(?:default|\*)$/.test(imported) ? imported : path).split(".").at(-1) as string;
  const own = context.functions.get(last);
  const target =
    own?.find((one) => one.file === file) ??
    own?.find((one) => one.file === from) ??
    (own && own.length <= 3 ? own[0] : undefined);
  if (target) return depthOf(target.file, target.body, context);
  const exported = from ? /\bmodule\s*\.\s*exports\s*=\s*|\bexport\s+default\s+/.exec(from.code) : null;
  return from && exported ? anonymous(from, exported.index + exported[0].length, context) : null;
}

/** The depth of the function that a module exports without a name. */
function anonymous(file: SourceFile, at: number, context: DepthContext): Depth | null {
  const body = functionAt(file, at);
  return body ? depthOf(file, body, context) : null;
}

/** The routes of a router that is imported and mounted under a health path. */
function* mountedRoutes(
  program: Program,
  file: SourceFile,
  at: number,
  prefix: string,
  context: DepthContext,
  probes: readonly string[],
): Generator<HealthEndpoint> {
  const name = identifierAt(file, at);
  const target = name ? importedFile(program, file, name.path) : null;
  if (!target) return;
  for (const { start, end } of hits([target], /\.\s*(?:get|all|use)\s*\(/g)) {
    const args = argumentsAt(target, end - 1);
    const [first] = args;
    const last = args.at(-1);
    const own = first && literalsIn(target, first)[0];
    if (!own || !last || args.length < 2) continue;
    const path = `${prefix.replace(/\/$/, "")}/${own.value.replace(/^\//, "")}`.replace(/(.)\/$/, "$1");
    if (isHealthPath(path, probes)) yield endpoint(target, start, end, path, handlerDepth(program, target, last[0], context));
  }
}

/** The file of the project that a name is imported from. */
function importedFile(program: Program, file: SourceFile, name: string): SourceFile | null {
  const local = name.split(".")[0] as string;
  const fact = program.imports.find((one) => one.file === file && one.names.has(local) && /^[.@~]/.test(one.module));
  if (!fact) return null;
  const stem = fact.module.replace(/^(?:[./]+|[@~]\/)/, "").replace(/\.[cm]?[jt]s$/, "");
  return program.files.find((one) => `/${one.path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, "")}`.endsWith(`/${stem}`)) ?? null;
}

/** The offset of the value of a property of an object literal; null when it has none of that name. */
export function propertyOf(file: SourceFile, object: Range, name: string): number | null {
  const property = new RegExp(`\\b${name}\\s*:\\s*`, "g");
  property.lastIndex = object[0];
  const match = property.exec(file.code);
  return match && match.index < object[1] ? property.lastIndex : null;
}

function endpoint(file: SourceFile, start: number, end: number, path: string | null, depth: Depth | null): HealthEndpoint {
  const told = depth ?? { depth: "unknown" as const, because: "its handler could not be followed" };
  return { path, depth: told.depth, because: told.because, place: placeIn(file, start, end) };
}
