import type { HealthEndpoint } from "../app.js";
import { type DepthContext, depthOf } from "../depth.js";
import { isHealthPath } from "../health-path.js";
import type { Program } from "../program.js";
import { hits, placeIn, type SourceFile, skipBlanks, stringAt } from "../source.js";

const DEEP_INDICATORS =
  /\b(TypeOrmHealthIndicator|PrismaHealthIndicator|MongooseHealthIndicator|SequelizeHealthIndicator|MikroOrmHealthIndicator|MicroserviceHealthIndicator|GRPCHealthIndicator|RedisHealthIndicator)\b/;

/** NestJS: controllers whose path and method paths together are a health path, @nestjs/terminus among them. */
export function* nestHealth(program: Program, context: DepthContext): Generator<HealthEndpoint> {
  if (!program.imports.some((fact) => fact.module === "@nestjs/common")) return;
  for (const { file, end } of hits(program.files, /@Controller\s*\(/g)) {
    const base = controllerPath(file, end);
    const brace = file.code.indexOf("{", file.pairs.get(end - 1) ?? end);
    const close = file.pairs.get(brace);
    if (close === undefined) continue;
    for (const get of hits([file], /@(?:Get|All)\s*\(/g, [brace, close])) {
      const own = stringAt(file, get.end)?.value ?? "";
      const path = `/${base}/${own}`.replace(/\/+/g, "/").replace(/(.)\/$/, "$1");
      if (!isHealthPath(path, program.input.probePaths)) continue;
      const method = methodBody(file, file.pairs.get(get.end - 1) ?? get.end, close);
      const place = placeIn(file, get.start, get.end);
      if (!method) yield { path, depth: "unknown", because: "its handler could not be followed", place };
      else yield { path, ...terminusDepth(file, method, context), place };
    }
  }
}

function terminusDepth(
  file: SourceFile,
  body: readonly [number, number],
  context: DepthContext,
): Pick<HealthEndpoint, "depth" | "because"> {
  const check = /\.\s*check\s*\(\s*\[/g;
  check.lastIndex = body[0];
  const match = check.exec(file.code);
  if (!match || match.index >= body[1]) return depthOf(file, body, context);
  const listed = [check.lastIndex, file.pairs.get(check.lastIndex - 1) ?? body[1]] as const;
  const list = file.code.slice(...listed);
  if (list.trim() === "") return { depth: "shallow", because: "the terminus check has no indicators" };
  const indicator = DEEP_INDICATORS.exec(file.code)?.[1];
  if (indicator && /pingCheck|isHealthy|\bcheck\b/.test(list)) return { depth: "deep", because: `terminus asks ${indicator}` };
  if (/\bcheck(?:Heap|RSS|Storage)\b/.test(list) && !/pingCheck|isHealthy/.test(list))
    return { depth: "shallow", because: "terminus looks at memory and disk alone" };
  const told = depthOf(file, listed, context);
  return told.depth !== "unknown" ? told : { depth: "unknown", because: "the terminus indicators could not be followed" };
}

function controllerPath(file: SourceFile, at: number): string {
  const plain = stringAt(file, at);
  if (plain) return plain.value.replace(/^\/+/, "");
  if (file.code[skipBlanks(file.code, at)] !== "{") return "";
  const property = /\bpath\s*:\s*/g;
  property.lastIndex = at;
  const match = property.exec(file.code);
  return match && match.index < (file.pairs.get(at - 1) ?? at)
    ? (stringAt(file, property.lastIndex)?.value.replace(/^\/+/, "") ?? "")
    : "";
}

/** The body of the method that follows decorators from `at` on. */
function methodBody(file: SourceFile, at: number, limit: number): readonly [number, number] | null {
  const name = /(@)?[A-Za-z_$][\w$.]*\s*\(/g;
  name.lastIndex = at + 1;
  for (let match = name.exec(file.code); match && match.index < limit; match = name.exec(file.code)) {
    const close = file.pairs.get(name.lastIndex - 1);
    if (close === undefined) return null;
    if (match[1]) {
      name.lastIndex = close;
      continue;
    }
    const brace = file.code.indexOf("{", close);
    const end = file.pairs.get(brace);
    return end === undefined ? null : [brace, end + 1];
  }
  return null;
}
