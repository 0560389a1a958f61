import { type Edit, inserted, replaced } from "../../../core/edit.js";
import { importsOf } from "../imports.js";
import { argumentsAt, hits, readSource, type SourceFile, stringAt } from "../source.js";
import { earlyPlace, isModuleFile, isTyped, mannerOf } from "./manner.js";

/** What has to be known of the package that a file belongs to. */
export interface PackageFacts {
  /** `type` of package.json. */
  readonly type: string | null;
  /** The version of a dependency of any kind; null: it has none of that name. */
  version(name: string): string | null;
}

/**
 * Lets the console of the program that starts in a file write JSON: whoever calls it, with whatever it is given, writes one line with time,
 * level and message, and the stack of an error in a field. No dependency is needed. A text: why the file is left as it is.
 */
export function withJsonConsole(path: string, text: string, facts: PackageFacts): readonly Edit[] | string {
  const file = readSource(path, text, "js");
  const typed = isTyped(path);
  if (typed && facts.version("@types/node") === null && !/\bprocess\s*\./.test(file.code))
    return `${path} is TypeScript without the types of Node.js: add @types/node`;
  const name = freeName(file, ["format", "formatLine", "formatArguments"]);
  const level = freeName(file, ["level", "logLevel", "consoleLevel"]);
  if (!name || !level) return `${path} has no names left for a logger`;
  const isModule = isModuleFile(file, facts.type);
  const { quote: q, step, end } = mannerOf(file);
  const at = earlyPlace(file, isModule);
  const as = name === "format" ? "format" : isModule ? `format as ${name}` : `format: ${name}`;
  const from = isModule ? `import { ${as} } from ${q}node:util${q}${end}` : `const { ${as} } = require(${q}node:util${q})${end}`;
  const levels = ["debug", "log", "info", "warn", "error"].map((one) => q + one + q).join(", ");
  const lines = [
    from,
    "",
    "// Every line of the log is one JSON object; the stack of an error is a field of it.",
    `for (const ${level} of ${typed ? `[${levels}] as const` : `[${levels}]`}) {`,
    `${step}console[${level}] = (...given${typed ? ": unknown[]" : ""}) => {`,
    `${step.repeat(2)}const error = given.find((one)${typed ? ": one is Error" : ""} => one instanceof Error)${end}`,
    `${step.repeat(2)}process.stdout.write(`,
    `${step.repeat(3)}JSON.stringify({`,
    `${step.repeat(4)}time: new Date().toISOString(),`,
    `${step.repeat(4)}level: ${level} === ${q}log${q} ? ${q}info${q} : ${level},`,
    `${step.repeat(4)}msg: ${name}(...given),`,
    `${step.repeat(4)}stack: error?.stack,`,
    `${step.repeat(3)}}) + ${q}\\n${q},`,
    `${step.repeat(2)})${end}`,
    `${step}}${end}`,
    "}",
    "",
  ].join("\n");
  const before = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
  const blank = /^\r?\n/.test(text.slice(at)) || at === text.length ? "" : "\n";
  return [inserted(path, at, `${before}${lines}${blank}`)];
}

/** `morgan("combined")`: the same request as a JSON object. */
export function withJsonMorgan(path: string, text: string): readonly Edit[] | string {
  const file = readSource(path, text, "js");
  const name = [
    ...(importsOf(file)
      .find(({ module }) => module === "morgan")
      ?.names.keys() ?? []),
  ][0];
  if (!name || !/^\w+$/.test(name)) return `how ${path} calls morgan is not known`;
  const { quote: q, step } = mannerOf(file);
  const edits: Edit[] = [];
  for (const { end } of hits([file], new RegExp(`(?<![\\w$.])${name}\\s*\\(`, "g"))) {
    const args = argumentsAt(file, end - 1);
    const [format] = args;
    const close = file.pairs.get(end - 1);
    if (!format || close === undefined) continue;
    if (args.length > 1) return `${path} gives morgan options of its own`;
    if (!stringAt(file, format[0])) return `the format that ${path} gives morgan is made at run time`;
    const fields = [
      "time: new Date().toISOString()",
      `level: ${q}info${q}`,
      `msg: ${q}request${q}`,
      "method: tokens.method(req, res)",
      "url: tokens.url(req, res)",
      "status: Number(tokens.status(req, res))",
      `ms: Number(tokens[${q}response-time${q}](req, res))`,
    ];
    const line = file.code.lastIndexOf("\n", end) + 1;
    const indent = /^[ \t]*/.exec(file.code.slice(line))?.[0] ?? "";
    const inner = fields.map((one) => `${indent}${step.repeat(3)}${one},\n`).join("");
    const body = `${indent}${step.repeat(2)}JSON.stringify({\n${inner}${indent}${step.repeat(2)}}),\n`;
    edits.push(replaced(path, [end, close], `\n${indent}${step}(tokens, req, res) =>\n${body}${indent}`));
  }
  return edits.length > 0 ? edits : `no call of morgan was found in ${path}`;
}

/** Nest's own logger writes JSON when it is told to, from version 11 on. */
export function withJsonNest(path: string, text: string, facts: PackageFacts): readonly Edit[] | string {
  const version = facts.version("@nestjs/common") ?? facts.version("@nestjs/core") ?? "";
  const major = Number(/\d+/.exec(version)?.[0] ?? Number.NaN);
  if (!(major >= 11)) return `Nest ${version || "of an unknown version"} has no logger that writes JSON; version 11 brings one`;
  const file = readSource(path, text, "js");
  const calls = [...hits([file], /\bNestFactory\s*\.\s*create\w*\s*(?:<[^<>()]{0,80}>)?\s*\(/g)];
  const [call] = calls;
  const args = call ? argumentsAt(file, call.end - 1) : [];
  if (!call || calls.length > 1) return `${path} does not make one application of Nest`;
  const { quote: q, end } = mannerOf(file);
  const logger = "logger: new ConsoleLogger({ json: true })";
  const [, options] = args;
  const edits: Edit[] = [];
  if (!options) {
    const last = args[0];
    if (!last) return `${path} gives Nest no module`;
    const close = last[0] + file.code.slice(...last).trimEnd().length;
    edits.push(inserted(path, close, `, { ${logger} }`));
  } else if (args.length === 2 && file.code[options[0]] === "{")
    edits.push(inserted(path, options[0] + 1, file.code.slice(options[0] + 1).match(/^\s*\}/) ? ` ${logger} ` : ` ${logger},`));
  else return `the options that ${path} gives Nest are made elsewhere`;
  const known = importsOf(file).find(({ module }) => module === "@nestjs/common");
  if (known?.names.has("ConsoleLogger")) return edits;
  const brace = known ? file.code.indexOf("{", known.start) : -1;
  if (known && brace >= 0 && brace < known.end)
    edits.push(
      inserted(path, brace + 1, `${/^\r?\n[ \t]*/.exec(text.slice(brace + 1))?.[0].replace("\r", "") ?? " "}ConsoleLogger,`),
    );
  else edits.push(inserted(path, earlyPlace(file, true), `import { ConsoleLogger } from ${q}@nestjs/common${q}${end}\n`));
  return edits;
}

function freeName({ code }: SourceFile, names: readonly string[]): string | undefined {
  return names.find((one) => !new RegExp(`(?<![\\w$.])${one}(?![\\w$])`).test(code));
}
