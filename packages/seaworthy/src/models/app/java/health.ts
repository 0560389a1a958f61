import type { HealthEndpoint } from "../app.js";
import { type DepthContext, depthOf } from "../depth.js";
import { isHealthPath, samePath } from "../health-path.js";
import type { Program } from "../program.js";
import { hits, literalsIn, placeIn } from "../source.js";
import { artifact, javaDependencies } from "./build.js";
import type { Settings } from "./settings.js";

/** Health endpoints of Spring Boot, Quarkus, Micronaut, gRPC and of controllers. */
export function javaHealth(program: Program, settings: Settings, context: DepthContext): HealthEndpoint[] {
  return [
    ...actuator(program, settings, context),
    ...quarkus(program, context),
    ...micronaut(program),
    ...controllers(program, context),
    ...grpc(program, context),
  ];
}

function* actuator(program: Program, settings: Settings, context: DepthContext): Generator<HealthEndpoint> {
  const found = artifact(program, /^org\.springframework\.boot:spring-boot-starter-actuator$/);
  if (!found || settings.value("management.endpoint.health.enabled") === "false") return;
  const base = (settings.value("management.endpoints.web.base-path") ?? "/actuator").replace(/\/$/, "");
  const place = settings.get("management.endpoints.web.exposure.include")?.place ?? found.place;
  const own = ownIndicator(program, context);
  const off =
    settings.value("management.health.defaults.enabled") === "false" ||
    settings.value("management.health.db.enabled") === "false";
  const indicator = off ? undefined : javaDependencies(program).find((one) => one.indicator)?.signature;
  const deep = indicator ? `the actuator asks what ${indicator.name} connects to` : own;
  yield {
    path: `${base}/health`,
    depth: deep ? "deep" : own === null ? "shallow" : "unknown",
    because:
      deep || (own === "" ? "its own HealthIndicator could not be followed" : "the actuator has no indicator of a dependency"),
    place,
  };
  const probes = program.input.probePaths ?? [];
  const probesOn = [
    settings.value("management.endpoint.health.probes.enabled"),
    settings.value("management.health.probes.enabled"),
  ].includes("true");
  for (const group of ["liveness", "readiness"]) {
    const path = `${base}/health/${group}`;
    if (!probesOn && !probes.some((probe) => samePath(probe, path))) continue;
    const include = settings.get(`management.endpoint.health.group.${group}.include`);
    const more =
      include?.value
        .split(/[\s,]+/)
        .filter((name) => name !== "" && !/^(?:readiness-?state|liveness-?state|ping|disk-?space)$/i.test(name)) ?? [];
    if (include && more.length > 0)
      yield {
        path,
        depth: deep ? "deep" : "unknown",
        because: `the ${group} group asks ${more.join(", ")}`,
        place: include.place,
      };
    else
      yield {
        path,
        depth: "shallow",
        because: `the ${group} group asks no dependency unless it is told to`,
        place: include?.place ?? place,
      };
  }
}

/** What a HealthIndicator of the project asks: a sentence; "" when it could not be followed; null when there is none, or it asks no one. */
function ownIndicator(program: Program, context: DepthContext): string | null {
  let found: string | null = null;
  for (const { file, start, match } of hits(
    program.files,
    /\bclass\s+(\w+)[^{}]{0,200}?\b(?:HealthIndicator|AbstractHealthIndicator|ReactiveHealthIndicator|HealthContributor)\b[^{}]{0,80}\{/g,
  )) {
    const open = start + (match[0] as string).length - 1;
    const told = depthOf(file, [open, file.pairs.get(open) ?? open], context);
    if (told.depth === "deep") return `its ${match[1]} asks: ${told.because}`;
    if (told.depth === "unknown") found = "";
  }
  return found;
}

function* quarkus(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  const found = artifact(program, /:quarkus-smallrye-health$/);
  if (!found) return;
  const auto = javaDependencies(program).find((one) => one.indicator)?.signature;
  if (auto)
    yield { path: "/q/health", depth: "deep", because: `its readiness asks what ${auto.name} connects to`, place: found.place };
  for (const { file, start, end } of hits(program.files, /@(?:Readiness|Liveness|Startup)\b/g)) {
    const open = file.code.indexOf("{", end);
    const told = depthOf(file, [open, file.pairs.get(open) ?? open], context);
    yield { path: "/q/health", depth: told.depth, because: told.because, place: placeIn(file, start, end) };
  }
  if (!auto)
    yield {
      path: "/q/health",
      depth: "shallow",
      because: "no extension with a health check of its own is used",
      place: found.place,
    };
}

function* micronaut(program: Program): Generator<HealthEndpoint> {
  const found = artifact(program, /:micronaut-management$/);
  if (!found) return;
  const auto = javaDependencies(program).find((one) => one.indicator)?.signature;
  yield auto
    ? { path: "/health", depth: "deep", because: `its health indicators ask what ${auto.name} connects to`, place: found.place }
    : { path: "/health", depth: "shallow", because: "no indicator of a dependency is there", place: found.place };
}

/** `@GetMapping("/health")`, `@Path("/health") @GET`, Ktor's and Javalin's `get("/health") { … }`. */
function* controllers(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const { file, start, end } of hits(
    program.files,
    /@(?:GetMapping|RequestMapping|Path|Get)\s*\(|(?<![\w@])(?:get|route)\s*\(/g,
  )) {
    const close = file.pairs.get(end - 1);
    if (close === undefined) continue;
    const literal = literalsIn(file, [end, close]).find((one) => isHealthPath(one.value, program.input.probePaths));
    if (!literal || /\.\s*$/.test(file.code.slice(Math.max(0, start - 2), start).replace(/app|router/g, ""))) continue;
    const annotated = file.code[start] === "@";
    const isClass =
      annotated && /^(?:\s*@\w+(?:\([^()]*\))?)*\s*(?:public\s+|final\s+)*class\b/.test(file.code.slice(close + 1, close + 300));
    const open = annotated ? bodyOpen(file.code, close) : file.code.indexOf("{", end);
    const bodyEnd = open < 0 ? undefined : file.pairs.get(open);
    const told =
      bodyEnd === undefined
        ? { depth: "unknown" as const, because: "its handler could not be followed" }
        : depthOf(file, [open, bodyEnd], context);
    if (isClass && told.depth === "unknown" && !/@(?:GetMapping|GET|Get)\b/.test(file.code)) continue;
    yield { path: literal.value, ...told, place: placeIn(file, start, close + 1) };
  }
}

/** The `{` of the method or class that stands after annotations, over annotation arguments. */
function bodyOpen(code: string, from: number): number {
  const open = code.indexOf("{", from);
  const end = code.indexOf(";", from);
  return open >= 0 && (end < 0 || open < end) ? open : -1;
}

function* grpc(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  for (const { file, start, end, match } of hits(
    program.files,
    /\bnew\s+HealthStatusManager\s*\(|\bextends\s+(?:HealthGrpc\s*\.\s*)?HealthImplBase\b/g,
  )) {
    if (/Manager/.test(match[0]))
      yield {
        path: null,
        depth: "shallow",
        because: "the gRPC health service answers the status that was set",
        place: placeIn(file, start, end),
      };
    else {
      const open = file.code.indexOf("{", end);
      const told = depthOf(file, [open, file.pairs.get(open) ?? open], context);
      yield { path: null, ...told, place: placeIn(file, start, end) };
    }
  }
}
