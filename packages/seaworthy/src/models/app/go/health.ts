import type { Range } from "../../../core/place.js";
import { isModule } from "../../../knowledge/libraries.js";
import type { HealthEndpoint } from "../app.js";
import { type Depth, type DepthContext, depthOf } from "../depth.js";
import { functionAt, identifierAt } from "../functions.js";
import { isHealthPath } from "../health-path.js";
import { escaped } from "../imports.js";
import type { Program } from "../program.js";
import { argumentsAt, hits, literalsIn, placeIn, type SourceFile } from "../source.js";

const ROUTE =
  /\.\s*(HandleFunc|Handle|GET|Get|Any|All|Match|HEAD|Head|Route|HandlerFunc|Handler|Add|Use|Methods|Mount|Path)\s*\(/g;

/** Health endpoints of net/http and the routers, the gRPC health service and the health-check modules. */
export function goHealth(program: Program, context: DepthContext): HealthEndpoint[] {
  const found = [...routes(program, context), ...grpc(program, context), ...modules(program, context)];
  return found.length > 0 ? found : [...handlers(program)];
}

/** A handler in a package named for health, which a router of the project's own mounts somewhere. */
function* handlers(program: Program): Generator<HealthEndpoint> {
  for (const file of program.files) {
    if (!/(?:^|\/)(?:ping|health|healthz|healthcheck|liveness|readiness)\/[^/]+$/.test(file.path)) continue;
    const serve = /^func\s*\([^()\n]{1,80}\)\s*ServeHTTP\s*\(/m.exec(file.code);
    if (!serve) continue;
    const place = placeIn(file, serve.index, serve.index + serve[0].length);
    yield { path: null, depth: "unknown", because: "which path leads to its handler was not found", place };
  }
}

function* routes(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const { file, start, end, match } of hits(program.files, ROUTE)) {
    const args = argumentsAt(file, end - 1);
    const last = args.at(-1);
    if (!last || args.length < 2) continue;
    for (const argument of args.slice(0, -1)) {
      const literal = literalsIn(file, argument).find((one) => isHealthPath(bare(one.value), program.input.probePaths));
      // Headers and queries have an Add, too.
      if (!literal || (match[1] === "Add" && !/^(?:[A-Z]+ )?\//.test(literal.value))) continue;
      const depth = handlerDepth(program, file, last, context);
      yield { path: bare(literal.value), ...(depth ?? LOST), place: placeIn(file, start, literal.range[1]) };
      break;
    }
  }
}

/** Wrappers and variables between a route and its handler. */
const HOPS = 4;
const LOST: Depth = { depth: "unknown", because: "its handler could not be followed" };

/** Go 1.22 patterns may begin with a method. */
function bare(pattern: string): string {
  return pattern.replace(/^(?:GET|HEAD)\s+/, "");
}

/** The depth of a handler: a function literal, a function's or method's name, or a call that makes one. */
function handlerDepth(program: Program, file: SourceFile, range: Range, context: DepthContext, hops = HOPS): Depth | null {
  if (/^\s*func\b/.test(file.code.slice(...range))) {
    const body = functionAt(file, range[0]);
    return body ? depthOf(file, body, context) : null;
  }
  const at = file.code[range[0]] === "&" ? range[0] + 1 : range[0];
  const name = identifierAt(file, at);
  if (!name) return null;
  if (/(?:^|\.)(?:HandlerFunc|WrapF|WrapH|Handler)$/.test(name.path) && file.code[name.end] === "(") {
    const inner = argumentsAt(file, name.end)[0];
    return inner && hops > 0 ? handlerDepth(program, file, inner, context, hops - 1) : null;
  }
  const last = name.path.split(".").at(-1) as string;
  const own = context.functions.get(last);
  const folder = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
  const target =
    own?.find((one) => one.file === file) ?? own?.find((one) => folder(one.file.path) === folder(file.path)) ?? own?.[0];
  if (target && own && own.length <= 4) return depthOf(target.file, target.body, context);
  if (!own && hops > 0 && !name.path.includes(".")) return madeBefore(program, file, name.path, range[0], context, hops - 1);
  const served = file.code[range[0]] === "&" ? context.functions.get("ServeHTTP")?.[0] : undefined;
  return served ? depthOf(served.file, served.body, context) : null;
}

/** The depth of a handler that is kept in a variable: `ready := newReadyHandler(store)`. */
function madeBefore(
  program: Program,
  file: SourceFile,
  name: string,
  before: number,
  context: DepthContext,
  hops: number,
): Depth | null {
  const made = new RegExp(`(?<![\\w.])${escaped(name)}\\s*:=\\s*`, "g");
  let value: number | null = null;
  for (const { end } of hits([file], made, [0, before])) value = end;
  if (value === null || identifierAt(file, value)?.path === name) return null;
  const line = file.code.indexOf("\n", value);
  return handlerDepth(program, file, [value, line < 0 ? file.code.length : line], context, hops);
}

function* grpc(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const { file, start, end } of hits(program.files, /\bRegisterHealthServer\s*\(/g)) {
    const check = context.functions.get("Check");
    const own = check?.find((one) => one.file === file) ?? check?.[0];
    const fixed = /\bhealth\s*\.\s*NewServer\s*\(/.test(file.code);
    if (own && !fixed) yield { path: null, ...depthOf(own.file, own.body, context), place: placeIn(file, start, end) };
    else
      yield {
        path: null,
        depth: "shallow",
        because: "the gRPC health server answers the status that was set",
        place: placeIn(file, start, end),
      };
  }
}

const MODULES: readonly (readonly [string, RegExp, RegExp])[] = [
  ["github.com/heptiolabs/healthcheck/*", /\bNewHandler\s*\(/, /\bDatabasePingCheck\b|\bAdd(?:Readiness|Liveness)Check\s*\(/],
  ["github.com/alexliesenfeld/health/*", /\bNewChecker\s*\(/, /\bWithCheck\s*\(|\bWithPeriodicCheck\s*\(/],
  ["github.com/hellofresh/health-go/*", /\bhealth\s*\.\s*New\s*\(/, /\bWithChecks\s*\(|\.\s*Register\s*\(/],
  ["github.com/InVisionApp/go-health/*", /\bhealth\s*\.\s*New\s*\(/, /\bAddChecks?\s*\(/],
];

function* modules(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const fact of program.imports) {
    const known = MODULES.find(([module]) => isModule(fact.module, module));
    const made = known?.[1].exec(fact.file.code);
    if (!known || !made) continue;
    const place = placeIn(fact.file, made.index, made.index + made[0].length);
    if (!known[2].test(fact.file.code))
      yield { path: null, depth: "shallow", because: `${fact.module} is given no check`, place };
    else yield { path: null, ...depthOf(fact.file, [0, fact.file.code.length], context), place };
  }
}
