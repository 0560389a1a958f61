import type { Range } from "../../../core/place.js";
import type { HealthEndpoint } from "../app.js";
import { type Depth, type DepthContext, depthOf } from "../depth.js";
import { pythonBody } from "../functions.js";
import { isHealthPath } from "../health-path.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, literalsIn, placeIn, type SourceFile } from "../source.js";

const DECORATOR = /@\s*([A-Za-z_][\w.]*)\s*\.\s*(route|get|head|api_route|api_view|custom_route|any|view)\s*\(/g;

/** Health endpoints of FastAPI, Starlette, Flask, Django, aiohttp and their kin, and of gRPC. */
export function pythonHealth(program: Program, context: DepthContext): HealthEndpoint[] {
  const probes = program.input.probePaths ?? [];
  return [
    ...decorated(program, context, probes),
    ...tables(program, context, probes),
    ...libraries(program),
    ...grpc(program, context),
  ];
}

/** `@app.get("/health")`, `@bp.route("/up")`. */
function* decorated(program: Program, context: DepthContext, probes: readonly string[]): Generator<HealthEndpoint> {
  for (const { file, start, end } of hits(program.files, DECORATOR)) {
    const first = argumentsAt(file, end - 1)[0];
    const literal = first ? literalsIn(file, first)[0] : undefined;
    const path = literal && joined(file, start, spelled(file, literal));
    if (!literal || !path || !(isHealthPath(path, probes) || isHealthPath(literal.value, probes))) continue;
    const close = file.pairs.get(end - 1) ?? end;
    yield endpoint(file, start, close + 1, path, bodyAfter(file, close, context));
  }
}

/** The path as written; in an f-string, `{Names.healthz}` stands for a constant that is mostly named like its value. */
function spelled(file: SourceFile, literal: { value: string; range: Range }): string {
  const computed = file.literals.get(literal.range[0])?.computed ?? false;
  return computed ? literal.value.replace(/\{(?:\w+\.)*(\w+)\}/g, "$1") : literal.value;
}

/** The path below the prefix of its router, when the router is made with one in the same file. */
function joined(file: SourceFile, at: number, path: string): string {
  const name = /@\s*(\w+)/y;
  name.lastIndex = at;
  const router = name.exec(file.code)?.[1];
  const made = router ? new RegExp(`^${router}\\s*(?::[^=\\n]{0,60})?=\\s*[\\w.]+\\s*\\(`, "m").exec(file.code) : null;
  if (!made) return path;
  const open = made.index + made[0].length - 1;
  for (const argument of argumentsAt(file, open)) {
    const prefix = /^(?:url_)?prefix\s*=/.exec(file.code.slice(...argument));
    const literal = prefix ? literalsIn(file, argument)[0] : undefined;
    if (literal) return `${literal.value.replace(/\/$/, "")}/${path.replace(/^\//, "")}`.replace(/(.)\/$/, "$1");
  }
  return path;
}

/** The depth of the function or class that follows other decorators. */
function bodyAfter(file: SourceFile, at: number, context: DepthContext): Depth | null {
  const definition = /^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+/gm;
  definition.lastIndex = at;
  const match = definition.exec(file.code);
  const body = match ? pythonBody(file, match.index) : null;
  return match && body ? depthOf(file, [match.index + match[0].length, body[1]], context) : null;
}

/** `path("health/", view)`, `url(r"^up$", view)`, `Route("/health", endpoint)`, `app.router.add_get("/health", handler)`, `add_url_rule`. */
function* tables(program: Program, context: DepthContext, probes: readonly string[]): Generator<HealthEndpoint> {
  for (const { file, start, end } of hits(
    program.files,
    /(?<![\w])(?:path|re_path|url|Route|add_get|add_route|add_api_route|add_url_rule|add_api_route|web\.get)\s*\(/g,
  )) {
    const args = argumentsAt(file, end - 1);
    const [first, second] = args;
    const literal = first ? literalsIn(file, first)[0] : undefined;
    if (!first || !second || !literal || !isHealthPath(literal.value.replace(/^\^/, "").replace(/\$$/, ""), probes)) continue;
    const view = args
      .slice(1)
      .map((range) => file.code.slice(...range).trim())
      .find((text) => /^(?:view_func\s*=\s*|endpoint\s*=\s*)?[A-Za-z_][\w.]*(?:\s*\(|$)/.test(text));
    const path = `/${literal.value.replace(/^[\^/]+|[$]$/g, "")}`;
    if (view && /^include\s*\(/.test(view)) {
      const module = literalsIn(file, second)[0]?.value;
      if (module && /^health_check(?:\.|$)/.test(module)) continue;
      const routes = module ? [...included(program, module, path, context, probes)] : [];
      yield* routes;
      if (routes.length === 0) yield endpoint(file, start, end, path, null);
      continue;
    }
    yield endpoint(file, start, end, path, view ? viewDepth(program, file, view, context) : null);
  }
}

function viewDepth(program: Program, file: SourceFile, text: string, context: DepthContext): Depth | null {
  const name = /^(?:view_func\s*=\s*|endpoint\s*=\s*)?(?:\w+\s*\(\s*)?([A-Za-z_][\w.]*?)(?:\.as_view\b.*)?\s*(?:\(.*)?$/s.exec(
    text.slice(0, 300),
  )?.[1];
  if (!name) return null;
  const bare = name.endsWith(".as_view") ? name.slice(0, -8) : name;
  const head = bare.split(".")[0] as string;
  const fact = program.imports.find((one) => one.file === file && one.names.has(head));
  const original = fact?.names.get(head);
  const wanted =
    fact && original && original !== "*" ? [...fact.module.split("."), original, ...bare.split(".").slice(1)] : bare.split(".");
  const last = wanted.at(-1) as string;
  const near = wanted.length > 1 ? (wanted.at(-2) as string) : null;
  const own = program.functions.get(last);
  const target =
    own?.find(
      (one) =>
        near !== null &&
        (one.file.path.endsWith(`/${near}.py`) || one.file.path.includes(`/${near}/`) || one.file.path.startsWith(`${near}/`)),
    ) ?? (own && own.length <= 2 ? own[0] : undefined);
  if (target) return depthOf(target.file, target.body, context);
  for (const { file, start } of hits(program.files, new RegExp(`^class[ \\t]+${last}\\b`, "gm"))) {
    const body = pythonBody(file, start);
    if (body) return depthOf(file, body, context);
  }
  return null;
}

/** `path("up/", include("up.urls"))`: the routes of the included module, below the prefix. */
function* included(
  program: Program,
  module: string,
  prefix: string,
  context: DepthContext,
  probes: readonly string[],
): Generator<HealthEndpoint> {
  const target = program.files.find((file) => `/${file.path}`.endsWith(`/${module.replace(/\./g, "/")}.py`));
  if (!target) return;
  for (const { start, end } of hits([target], /(?<![\w])(?:path|re_path|url)\s*\(/g)) {
    const [first, second] = argumentsAt(target, end - 1);
    const own = first ? literalsIn(target, first)[0] : undefined;
    if (!own || !second) continue;
    const path = `${prefix.replace(/\/$/, "")}/${own.value.replace(/^[\^/]+|[$]$/g, "")}`.replace(/(.)\/$/, "$1");
    if (isHealthPath(path, probes))
      yield endpoint(target, start, end, path, viewDepth(program, target, target.code.slice(...second).trim(), context));
  }
}

/** django-health-check and py-healthcheck. */
function* libraries(program: Program): Generator<HealthEndpoint> {
  const plugin =
    /["']health_check\.(db|cache|contrib\.(?:celery|celery_ping|redis|rabbitmq|psutil|s3boto3?_storage|migrations)|storage)["']/;
  for (const file of program.files) {
    const include = /include\s*\(\s*["']health_check\.urls["']/.exec(file.live);
    if (include) {
      const settings = program.files.find((one) => plugin.test(one.live));
      const found = settings ? plugin.exec(settings.live)?.[1] : undefined;
      const depth = found && found !== "contrib.psutil" ? "deep" : "shallow";
      const because = found
        ? `django-health-check asks health_check.${found}`
        : "django-health-check has no plugin among the installed apps";
      yield { path: null, depth, because, place: placeIn(file, include.index, include.index + include[0].length) };
    }
  }
}

/** A gRPC Health servicer: a project's own Check, or the fixed one of grpc_health. */
function* grpc(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  if (
    !program.imports.some(
      (fact) => fact.module.startsWith("grpc_health") || [...fact.names.values()].some((name) => /^health_pb2/.test(name)),
    )
  )
    return;
  for (const { file, start, end } of hits(program.files, /\badd_HealthServicer_to_server\s*\(/g)) {
    const check = program.functions.get("Check");
    const own = check?.find((one) => one.file === file) ?? check?.[0];
    const depth = own
      ? depthOf(own.file, own.body, context)
      : { depth: "shallow" as const, because: "the servicer of grpc_health answers the status that was set" };
    yield endpoint(file, start, end, null, depth);
  }
}

function endpoint(file: SourceFile, start: number, end: number, path: string | null, depth: Depth | null): HealthEndpoint {
  const told = depth ?? { depth: "unknown" as const, because: "its handler could not be followed" };
  return { path, depth: told.depth, because: told.because, place: placeIn(file, start, end) };
}
