import { type Edit, replaced } from "../../../core/edit.js";
import { expressionEnd } from "../functions.js";
import { hits, readSource, type SourceFile } from "../source.js";
import { type Manner, mannerOf } from "./manner.js";

const LISTEN = /(?<![\w$.])([\w$]+(?:\s*\.\s*[\w$]+)*(?:\s*\([\w$,\s]*\))?)\s*\.\s*listen\s*\(/g;

/** Whether a text holds a call that opens a server. */
export function opensServer(text: string): boolean {
  return /\.\s*(?:listen|bindAsync)\s*\(/.test(text);
}

/**
 * A handler of SIGTERM behind the call that opens the server: what runs is answered, then the process leaves. A text: why the code is left
 * as it is.
 */
export function withShutdown(path: string, text: string, frameworks: readonly string[]): readonly Edit[] | string {
  const file = readSource(path, text, "js");
  const found = [...hits([file], LISTEN)];
  const [call] = found;
  if (!call && /\bbindAsync\b/.test(file.code)) return ofGrpc(file);
  if (!call || found.length > 1)
    return found.length > 1
      ? `${path} opens several servers: which of them ends the process is for its owner to say`
      : `no server is opened in ${path}`;
  const { code } = file;
  const lineStart = code.lastIndexOf("\n", call.start) + 1;
  const indent = /^[ \t]*/.exec(code.slice(lineStart))?.[0] ?? "";
  const lead = code.slice(lineStart + indent.length, call.start);
  const receiver =
    /^[\w$.\s]+/
      .exec(code.slice(call.start))?.[0]
      .replace(/\s*\.\s*listen\s*$/, "")
      .trim() ?? "";
  const assigned =
    /^(?:(?:export\s+)?(?:const|let|var)\s+)?([\w$]+)\s*(?::[^=]{1,80})?=\s*(?:await\s+)?$/.exec(lead)?.[1] ?? null;
  const awaited = /^(?:await|return|void)\s+$/.test(lead);
  if (lead !== "" && assigned === null && !awaited)
    return `the call in ${path} that opens the server stands inside another expression`;
  const end = expressionEnd(file, call.start);
  const semicolon = code[end] === ";";
  const at = semicolon ? end + 1 : call.start + code.slice(call.start, end).trimEnd().length;
  const line = new Lines(file, indent, semicolon);
  if (frameworks.some((one) => /nest/.test(one)) && /\bNestFactory\b/.test(code))
    return [replaced(path, [lineStart, lineStart], `${indent}${receiver}.enableShutdownHooks()${line.end}\n`)];
  if (isMadeBy(code, receiver, /(?:[Ff]astify|[Hh]ono)/)) {
    const closed = `${receiver}.close().then(() => process.exit(0))`;
    return [replaced(path, [at, at], line.handler(closed))];
  }
  if (isMadeBy(code, receiver, /(?:(?:https?|http2|spdy)\s*\.\s*)?create(?:Secure)?Server/))
    return [replaced(path, [at, at], line.handler(`${receiver}.close(() => process.exit(0))`))];
  if (isMadeBy(code, receiver, /new\s+(?!Koa\b)[\w$.]+/))
    return `what the server of ${path} is, and how it is closed, is not known`;
  if (assigned !== null) return [replaced(path, [at, at], line.handler(`${assigned}.close(() => process.exit(0))`))];
  if (awaited) return `what the call in ${path} that opens the server gives back is not known`;
  const name = ["server", "httpServer", "listeningServer"].find((one) => !new RegExp(`(?<![\\w$])${one}(?![\\w$])`).test(code));
  if (!name) return `${path} has no name left for its server`;
  return [
    replaced(path, [call.start, call.start], `const ${name} = `),
    replaced(path, [at, at], line.handler(`${name}.close(() => process.exit(0))`)),
  ];
}

/** gRPC: `tryShutdown` waits for the calls that run. */
function ofGrpc(file: SourceFile): readonly Edit[] | string {
  const { code, path } = file;
  const [call, ...more] = hits([file], /(?<![\w$.])([\w$]+)\s*\.\s*bindAsync\s*\(/g);
  const name = call?.match[1] ?? "";
  if (!call || more.length > 0 || !isMadeBy(code, name, /new\s+(?:[\w$]+\s*\.\s*)?Server/))
    return `how the server of ${path} is made was not found`;
  const lineStart = code.lastIndexOf("\n", call.start) + 1;
  const indent = code.slice(lineStart, call.start);
  const close = file.pairs.get(call.end - 1);
  if (close === undefined || indent.trim() !== "")
    return `the call in ${path} that opens the server stands inside another expression`;
  const semicolon = code[close + 1] === ";";
  if (!semicolon && !/^[ \t]*\r?(?:\n|$)/.test(code.slice(close + 1)))
    return `what ${path} does with its server's promise is not known`;
  const at = close + (semicolon ? 2 : 1);
  return [replaced(path, [at, at], new Lines(file, indent, semicolon).handler(`${name}.tryShutdown(() => process.exit(0))`))];
}

function isMadeBy(code: string, name: string, maker: RegExp): boolean {
  return new RegExp(
    `(?<![\\w$])${name.replace(/[$.]/g, "\\$&")}\\s*(?::[^=\\n]{1,80})?=\\s*(?:await\\s+)?${maker.source}\\s*(?:<[^<>()]{0,80}>)?\\s*\\(`,
  ).test(code);
}

/** New lines in the manner of a file. */
class Lines {
  readonly end: string;
  readonly #indent: string;
  readonly #manner: Manner;

  constructor(file: SourceFile, indent: string, semicolon: boolean) {
    this.#indent = indent;
    this.end = semicolon ? ";" : "";
    this.#manner = mannerOf(file);
  }

  handler(closed: string): string {
    const { end } = this;
    const { quote, step } = this.#manner;
    return [
      "",
      `process.on(${quote}SIGTERM${quote}, () => {`,
      `${step}// What runs is answered; new requests go elsewhere.`,
      `${step}${closed}${end}`,
      `})${end}`,
    ].join(`\n${this.#indent}`);
  }
}
