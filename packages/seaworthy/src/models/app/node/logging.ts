import type { Range } from "../../../core/place.js";
import type { Signature } from "../app.js";
import type { ImportFact } from "../imports.js";
import { callThrough } from "../imports.js";
import type { Program } from "../program.js";
import { firstOfEach, signature } from "../signatures.js";
import { argumentsAt, hits, literalsIn, type SourceFile, stringAt } from "../source.js";

export interface Logging {
  readonly json: readonly Signature[];
  readonly plain: readonly Signature[];
  readonly file: readonly Signature[];
}

/** Loggers of Node.js code and how they write: JSON lines, plain text, or into files. */
export function nodeLogging(program: Program): Logging {
  const json: Signature[] = [];
  const plain: Signature[] = [];
  const file: Signature[] = [];
  for (const fact of program.imports) {
    if (/^(?:pino|pino-http|nestjs-pino|@fastify\/pino|koa-pino-logger|express-pino-logger)$/.test(fact.module))
      pino(fact, json, plain, file);
    if (/^(?:winston|nest-winston|express-winston)$/.test(fact.module)) winston(program, fact, json, plain, file);
    if (
      /^(?:winston-daily-rotate-file|rotating-file-stream|pino-roll|file-stream-rotator|log4js-json-layout)$/.test(fact.module)
    ) {
      file.push(signature(fact.module, `${fact.module} writes logs into files`, fact.file, fact.start, fact.end));
    }
    if (/^(?:bunyan|roarr|@google-cloud\/logging-bunyan)$/.test(fact.module))
      addCall(fact, json, `${fact.module} writes JSON lines`);
    if (/^(?:signale|consola|loglevel|log4js|tracer|tslog|npmlog)$/.test(fact.module))
      addCall(fact, plain, `${fact.module} writes text`);
    if (fact.module === "morgan") morgan(fact, json, plain, file);
  }
  nest(program, json, plain);
  fastify(program, json);
  consoles(program, json, plain);
  writers(program, file);
  return { json: firstOfEach(json), plain: firstOfEach(plain), file: firstOfEach(file) };
}

function addCall(fact: ImportFact, into: Signature[], because: string): void {
  const call = callThrough(fact);
  if (call) into.push(signature(fact.module, because, fact.file, call.start, call.end));
}

/** Words by which code tells development from production. */
const CONDITION =
  /\b(?:NODE_ENV|isDev\w*|isProd\w*|development|production|dev\b|DEBUG|debug|local|pretty\w*|LOG_FORMAT|logFormat)/i;

function pino(fact: ImportFact, json: Signature[], plain: Signature[], file: Signature[]): void {
  const call = callThrough(fact);
  if (!call) return;
  const source = fact.file;
  const open = source.code.indexOf("(", call.start);
  const range: Range = [call.start, source.pairs.get(open) ?? call.end];
  const written = source.live.slice(...range);
  const pretty = /pino-pretty/.exec(written);
  const around = source.live.slice(Math.max(0, range[0] - 1500), range[1]);
  const chosen =
    pretty && (CONDITION.test(written.replaceAll("pino-pretty", "")) || /\?|\.\.\./.test(source.code.slice(...range)));
  if (pretty && !chosen)
    plain.push(
      signature(
        "pino-pretty",
        "pino is set to write text (pino-pretty)",
        source,
        range[0] + pretty.index,
        range[0] + pretty.index + 11,
      ),
    );
  else if (!pretty || CONDITION.test(around.replaceAll("pino-pretty", "")))
    json.push(
      signature(
        fact.module,
        `${fact.module} writes JSON lines${pretty ? " outside development" : ""}`,
        source,
        call.start,
        call.end,
      ),
    );
  const destination = /pino\s*\.\s*destination\s*\(/.exec(source.code);
  const target = destination ? stringAt(source, destination.index + destination[0].length) : null;
  if (destination && target)
    file.push(signature("pino.destination", `pino writes to ${target.value}`, source, destination.index, target.range[1]));
  const toFile = /["']pino\/file["']/.exec(source.live);
  if (toFile && /\bdestination\s*:\s*["'`](?!\/dev\/)/.test(source.live))
    file.push(
      signature("pino/file", "a pino transport writes into a file", source, toFile.index, toFile.index + toFile[0].length),
    );
}

function winston(program: Program, fact: ImportFact, json: Signature[], plain: Signature[], file: Signature[]): void {
  const source = fact.file;
  const toFile = /\btransports\s*\.\s*(?:File|DailyRotateFile)\s*\(|\bnew\s+(?:File|DailyRotateFile)\s*\(/.exec(source.code);
  if (toFile)
    file.push(
      signature("winston File", "a winston transport writes into a file", source, toFile.index, toFile.index + toFile[0].length),
    );
  if (fact.module === "express-winston") return;
  const call = callThrough(fact);
  if (!call) return;
  const filed = hits(
    [source],
    /\btransports\s*\.\s*(?:File|DailyRotateFile|Http|Stream)\s*\(|\bnew\s+(?:File|DailyRotateFile)\s*\(/g,
  );
  const aside = [...filed].map(({ end }): Range => [end, source.pairs.get(end - 1) ?? end]);
  const formatter = [
    ...source.code.matchAll(
      /\b(?:format\s*\.\s*|winston\s*\.\s*format\s*\.\s*)?\bjson\s*\(\s*\)|\bformat\s*\.\s*logstash\s*\(|\becsFormat\s*\(/g,
    ),
  ].find(({ index }) => !aside.some(([from, to]) => from <= index && index < to));
  const text =
    /\bformat\s*\.\s*(?:simple|printf|cli|prettyPrint)\s*\(|(?<![\w.])(?:printf|simple|prettyPrint|nestLike)\s*\(|\.\s*nestLike\s*\(/.exec(
      source.code,
    );
  const console = /\b(?:transports\s*\.\s*)?Console\s*\(/.test(source.code);
  const elsewhere = program.files.some(
    (one) => one !== source && /\bConsole\s*\(/.test(one.code) && one.live.includes("winston"),
  );
  if (formatter && (console || elsewhere) && (!text || CONDITION.test(source.live)))
    json.push(
      signature("winston", "winston writes JSON to the console", source, formatter.index, formatter.index + formatter[0].length),
    );
  else if (text && console)
    plain.push(signature("winston", "winston writes text to the console", source, text.index, text.index + text[0].length));
}

/** A condition that keeps what follows it at once out of production. */
const DEVELOPMENT =
  /\bif\s*\(\s*[\w$.]*\b(?:NODE_ENV|env|mode)\s*(?:={2,3}\s*["'`](?:dev|development|local)["'`]|!={1,2}\s*["'`]prod(?:uction)?["'`])\s*\)\s*\{?\s*(?:[\w$]+\s*\.\s*use\s*\(\s*)?$/i;

function morgan(fact: ImportFact, json: Signature[], plain: Signature[], file: Signature[]): void {
  const call = callThrough(fact);
  if (!call) return;
  if (DEVELOPMENT.test(fact.file.live.slice(Math.max(0, call.start - 160), call.start))) return;
  const open = fact.file.code.indexOf("(", call.start);
  const args = argumentsAt(fact.file, open);
  const whole: Range = [open, fact.file.pairs.get(open) ?? open];
  if (/JSON\s*\.\s*stringify/.test(fact.file.code.slice(...whole)))
    json.push(signature("morgan", "morgan writes JSON", fact.file, call.start, call.end));
  else if (args.length > 0) plain.push(signature("morgan", "morgan writes text lines", fact.file, call.start, call.end));
  if (/\bstream\s*:\s*\w*(?:file|access|logStream|rotat)\w*/i.test(fact.file.code.slice(...whole)))
    file.push(signature("morgan stream", "morgan writes into a file", fact.file, call.start, call.end));
}

function nest(program: Program, json: Signature[], plain: Signature[]): void {
  if (!program.imports.some((fact) => fact.module === "@nestjs/core")) return;
  for (const { file, start, end } of hits(program.files, /\bnew\s+ConsoleLogger\s*\(/g)) {
    if (/\bjson\s*:\s*true\b/.test(file.code.slice(end, file.pairs.get(end - 1) ?? end)))
      json.push(signature("Nest ConsoleLogger", "Nest's ConsoleLogger writes JSON", file, start, end));
  }
  const own = /\buseLogger\s*\(|\blogger\s*:\s*(?!true|false|\[)/;
  for (const { file, start, end } of hits(program.files, /\bNestFactory\s*\.\s*create\w*\s*(?:<[^<>()]{0,80}>)?\s*\(/g)) {
    if (!own.test(file.code)) plain.push(signature("Nest Logger", "Nest's default logger writes text", file, start, end));
  }
}

function fastify(program: Program, json: Signature[]): void {
  for (const fact of program.imports) {
    if (fact.module !== "fastify") continue;
    const call = callThrough(fact);
    if (!call) continue;
    const open = fact.file.code.indexOf("(", call.start);
    const option = /\blogger\s*:\s*(?!false)/.exec(fact.file.code.slice(open, fact.file.pairs.get(open) ?? open));
    const live = fact.file.live.slice(open, fact.file.pairs.get(open) ?? open);
    if (option && (!live.includes("pino-pretty") || CONDITION.test(live.replaceAll("pino-pretty", ""))))
      json.push(signature("fastify logger", "Fastify's logger writes JSON lines", fact.file, call.start, call.end));
  }
}

function consoles(program: Program, json: Signature[], plain: Signature[]): void {
  const known = new Map<SourceFile, readonly Range[]>();
  const asked = (file: SourceFile): readonly Range[] => {
    const ranges = known.get(file) ?? onDemand(file);
    known.set(file, ranges);
    return ranges;
  };
  for (const { file, start, end } of hits(program.files, /\bconsole\s*\.\s*(?:log|info|warn|error|debug)\s*\(/g)) {
    if (isBrowserFile(file)) continue;
    if (isLogLine(file, end)) {
      if (!asked(file).some(([from, to]) => from < start && start < to))
        json.push(signature("console.log(JSON.stringify())", "console writes JSON lines", file, start, end));
    } else plain.push(signature("console", "console writes text", file, start, end));
  }
  for (const { file, start, end } of hits(program.files, /\bprocess\s*\.\s*stdout\s*\.\s*write\s*\(/g)) {
    if (!isBrowserFile(file) && isLogLine(file, end) && !asked(file).some(([from, to]) => from < start && start < to))
      json.push(signature("stdout.write(JSON.stringify())", "lines of JSON are written to stdout", file, start, end));
  }
}

/** `JSON.stringify(…)` of something with the marks of a log line: a level and a message or time. */
function isLogLine(file: SourceFile, at: number): boolean {
  const call = /^\s*JSON\s*\.\s*stringify\s*\(\s*/.exec(file.code.slice(at, at + 60));
  if (!call) return false;
  const open = at + call[0].length;
  const given =
    file.code[open] === "{"
      ? file.live.slice(open, file.pairs.get(open) ?? open)
      : file.live.slice(Math.max(0, open - 800), open);
  return /\b(?:level|severity|lvl)\b/.test(given) && /\b(?:msg|message|time|timestamp|ts|event)\b/.test(given);
}

const ASKED = /\bif\s*\(\s*process\s*\.\s*env\s*\.\s*\w+\s*={2,3}\s*["'`]json["'`]\s*\)\s*\{/gi;

/** The blocks that run only where a variable of the environment says "json": without it the app writes something else. */
function onDemand(file: SourceFile): readonly Range[] {
  return [...file.live.matchAll(ASKED)].map((match) => {
    const open = match.index + match[0].length - 1;
    return [open, file.pairs.get(open) ?? open];
  });
}

/** React components and client code: their console is the browser's. */
function isBrowserFile(file: SourceFile): boolean {
  return (
    /\.[jt]sx$/.test(file.path) ||
    /^\s*["']use client["']/.test(file.text) ||
    /(?:^|\/)(?:components|hooks|client|frontend|browser)\//.test(file.path)
  );
}

function writers(program: Program, into: Signature[]): void {
  for (const { file, start, end } of hits(program.files, /\b(?:createWriteStream|appendFile|appendFileSync)\s*\(/g)) {
    const first = argumentsAt(file, end - 1)[0];
    const path = first && literalsIn(file, first).find((one) => /\.log$|(?:^|\/)logs?\//.test(one.value));
    if (path) into.push(signature("log file", `it writes ${path.value}`, file, start, end));
  }
}
