import type { Signature } from "../app.js";
import { callThrough } from "../imports.js";
import type { Program } from "../program.js";
import { firstOfEach, signature } from "../signatures.js";
import { argumentsAt, hits, literalsIn, type SourceFile } from "../source.js";

export interface Logging {
  readonly json: readonly Signature[];
  readonly plain: readonly Signature[];
  readonly file: readonly Signature[];
}

const FILE_HANDLERS = "FileHandler|RotatingFileHandler|TimedRotatingFileHandler|WatchedFileHandler|ConcurrentRotatingFileHandler";

/** Loggers of Python code and how they write. */
export function pythonLogging(program: Program): Logging {
  const json: Signature[] = [];
  const plain: Signature[] = [];
  const file: Signature[] = [];
  const imports = (module: RegExp) => program.imports.filter((fact) => module.test(fact.module));
  for (const fact of imports(
    /^pythonjsonlogger|^json_log_formatter|^ecs_logging|^json_logging|^logstash_formatter|^jsonformatter|^google\.cloud\.logging|^python_json_logger/,
  )) {
    const used = callThrough(fact) ?? subclassed(fact.file.code, [...fact.names.keys()]);
    if (used) json.push(signature(fact.module, `${fact.module} writes JSON lines`, fact.file, used.start, used.end));
  }
  for (const { file: source, start, end } of hits(
    imports(/^structlog/).map((fact) => fact.file),
    /\bJSONRenderer\b/g,
  )) {
    json.push(signature("structlog JSONRenderer", "structlog writes JSON", source, start, end));
  }
  for (const fact of imports(/^structlog/)) {
    const pretty = /\bConsoleRenderer\s*\(/.exec(fact.file.code);
    if (pretty && !/\bJSONRenderer\b/.test(fact.file.code))
      plain.push(
        signature("structlog ConsoleRenderer", "structlog writes text", fact.file, pretty.index, pretty.index + pretty[0].length),
      );
  }
  for (const fact of imports(/^loguru$/)) {
    for (const { start, end } of hits([fact.file], /\blogger\s*\.\s*add\s*\(/g)) {
      const args = argumentsAt(fact.file, end - 1);
      const text = fact.file.code.slice(end, fact.file.pairs.get(end - 1) ?? end);
      const target = args[0] ? literalsIn(fact.file, args[0])[0] : undefined;
      if (target && args[0] && target.range[0] === args[0][0])
        file.push(signature("loguru file", `loguru writes into ${target.value}`, fact.file, start, end));
      else if (/\bserialize\s*=\s*True\b/.test(text))
        json.push(signature("loguru", "loguru writes JSON (serialize=True)", fact.file, start, end));
      else plain.push(signature("loguru", "loguru writes text", fact.file, start, end));
    }
    const call = callThrough(fact);
    if (call && ![...json, ...plain].some((one) => one.name === "loguru"))
      plain.push(signature("loguru", "loguru writes text by default", fact.file, call.start, call.end));
  }
  formatters(program, json);
  configurations(program, json, plain, file);
  for (const { file: source, start, end } of hits(program.files, new RegExp(`\\b(?:${FILE_HANDLERS})\\s*\\(`, "g"))) {
    file.push(signature("logging file handler", "a logging handler writes into a file", source, start, end));
  }
  for (const { file: source, start, end } of hits(program.files, /(?<![\w.])print\s*\(/g)) {
    if (isLogLine(source, end)) json.push(signature("print(json.dumps())", "print writes JSON lines", source, start, end));
    else plain.push(signature("print", "print writes text", source, start, end));
  }
  return { json: firstOfEach(json), plain: firstOfEach(plain), file: firstOfEach(file) };
}

/** `json.dumps(…)` of something with the marks of a log line: a level and a message or time. */
function isLogLine(file: SourceFile, at: number): boolean {
  if (!/^\s*json\s*\.\s*dumps/.test(file.code.slice(at, at + 30))) return false;
  const given = file.live.slice(Math.max(0, at - 600), file.pairs.get(at - 1) ?? at);
  return (
    /["'](?:level|severity|levelname)["']|\b(?:level|severity)\s*=/.test(given) &&
    /\b(?:msg|message|time|timestamp|ts|event)\b/.test(given)
  );
}

function subclassed(code: string, names: readonly string[]): { start: number; end: number } | null {
  for (const name of names) {
    if (!/^\w+$/.test(name)) continue;
    const match = new RegExp(`\\bclass\\s+\\w+\\s*\\(\\s*${name}\\b`).exec(code);
    if (match) return { start: match.index, end: match.index + match[0].length };
  }
  return null;
}

/** A Formatter of the project's own whose format() answers json.dumps(…). */
function formatters(program: Program, json: Signature[]): void {
  for (const { file, start, end } of hits(program.files, /^class\s+\w+\s*\(\s*[\w.]*Formatter\s*\)\s*:/gm)) {
    const next = file.code.slice(end).search(/^\S/m);
    const body = file.code.slice(end, next < 0 ? undefined : end + next + 1);
    if (/\bdef\s+format\s*\(/.test(body) && /\b(?:json|orjson|ujson)\s*\.\s*dumps\s*\(/.test(body))
      json.push(signature("JSON Formatter", "its Formatter answers json.dumps", file, start, end));
  }
}

const JSON_FORMAT = /^\s*\{\s*\\?["'][\w@.-]+\\?["']\s*:/;

/** `logging.basicConfig(…)` and dictConfig tables. */
function configurations(program: Program, json: Signature[], plain: Signature[], files: Signature[]): void {
  for (const { file, start, end } of hits(program.files, /\b(?:logging\s*\.\s*)?(?:basicConfig|Formatter)\s*\(/g)) {
    const close = file.pairs.get(end - 1) ?? end;
    const args = argumentsAt(file, end - 1);
    const literals = literalsIn(file, [end, close]);
    const isConfig = file.code.slice(start, end).includes("basicConfig");
    const format = literals.find((one) => JSON_FORMAT.test(one.value) && one.value.includes("%("));
    if (format) json.push(signature("JSON format string", "the log format is a JSON object", file, ...format.range));
    else if (isConfig && args.some((range) => /^filename\s*=/.test(file.code.slice(...range))))
      files.push(signature("basicConfig filename", "logging.basicConfig writes into a file", file, start, end));
    else if (isConfig && !/\bhandlers\s*=/.test(file.code.slice(end, close)))
      plain.push(signature("logging.basicConfig", "logging.basicConfig writes text", file, start, end));
    else if (!isConfig && literals.some((one) => /%\(|\{asctime|\{message/.test(one.value)))
      plain.push(signature("logging.Formatter", "a logging Formatter writes text", file, start, end));
  }
  for (const file of program.files) {
    const table = /\bLOGGING(?:_CONFIG)?\s*(?::[^=\n]{0,60})?=\s*\{|\bdictConfig\s*\(/.exec(file.code);
    if (!table) continue;
    const formatter =
      /["'](?:pythonjsonlogger\.[\w.]+|json_log_formatter\.[\w.]+|ecs_logging\.[\w.]+|[\w.]*J[Ss][Oo][Nn][\w]*Formatter|[\w.]*JSONFormatter)["']|\bJSONRenderer\b/.exec(
        file.live,
      );
    if (formatter)
      json.push(
        signature(
          "LOGGING json formatter",
          "the logging configuration names a JSON formatter",
          file,
          formatter.index,
          formatter.index + formatter[0].length,
        ),
      );
    const handler = new RegExp(`["']logging\\.(?:handlers\\.)?(?:${FILE_HANDLERS})["']`).exec(file.live);
    if (handler)
      files.push(
        signature(
          "LOGGING file handler",
          "the logging configuration writes into a file",
          file,
          handler.index,
          handler.index + handler[0].length,
        ),
      );
    if (!formatter) {
      const stream = /["']logging\.StreamHandler["']/.exec(file.live);
      if (stream)
        plain.push(
          signature(
            "LOGGING StreamHandler",
            "the logging configuration writes text",
            file,
            stream.index,
            stream.index + stream[0].length,
          ),
        );
    }
  }
}
