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

/** Loggers of Go code and how they write. zap, zerolog and logrus write to stderr by default, which counts as well. */
export function goLogging(program: Program): Logging {
  const json: Signature[] = [];
  const plain: Signature[] = [];
  const files: Signature[] = [];
  const modules = new Map<string, ImportFact[]>();
  for (const fact of program.imports) modules.set(fact.module, [...(modules.get(fact.module) ?? []), fact]);
  const add = (into: Signature[], facts: readonly ImportFact[], pattern: RegExp, name: string, because: string) => {
    for (const fact of facts) {
      const match = pattern.exec(fact.file.code);
      if (match) into.push(signature(name, because, fact.file, match.index, match.index + match[0].length));
    }
  };
  const of = (pattern: RegExp) => [...modules].filter(([module]) => pattern.test(module)).flatMap(([, facts]) => facts);

  const slog = of(/^(?:log\/slog|golang\.org\/x\/exp\/slog)$/);
  add(json, slog, /\bNewJSONHandler\s*\(/, "slog JSON", "slog writes JSON (NewJSONHandler)");
  // JSON in production, text at the terminal: the text is not what is deployed.
  const terminal = slog.some(
    ({ file }) => FOR_PEOPLE.test(branchOf(file, "NewTextHandler")) || DEPLOYED.test(branchOf(file, "NewJSONHandler")),
  );
  if (json.length === 0 || !terminal) add(plain, slog, /\bNewTextHandler\s*\(/, "slog text", "slog writes text (NewTextHandler)");
  const zap = of(/^go\.uber\.org\/zap/);
  add(json, zap, /\bNewProduction\s*\(|\bNewJSONEncoder\s*\(|\bNewProductionConfig\s*\(/, "zap", "zap writes JSON");
  for (const { file } of zap) {
    for (const { start, end } of hits([file], /\bEncoding\s*(?::|=)\s*(?=["`])/g)) {
      const literal = stringAt(file, end);
      if (literal?.value === "json") json.push(signature("zap", "zap writes JSON", file, start, literal.range[1]));
      if (literal?.value === "console") plain.push(signature("zap", "zap writes text", file, start, literal.range[1]));
    }
  }
  add(plain, zap, /\bNewDevelopment\s*\(|\bNewConsoleEncoder\s*\(|\bNewExample\s*\(/, "zap", "zap writes text");
  const zerolog = of(/^github\.com\/rs\/zerolog/);
  const pretty = zerolog.find((fact) => /\bConsoleWriter\b/.test(fact.file.code));
  if (pretty) {
    const branch = branchOf(pretty.file, "ConsoleWriter");
    const terminal = FOR_PEOPLE.test(branch) || DEPLOYED.test(branch);
    if (!terminal) add(plain, [pretty], /\bConsoleWriter\b/, "zerolog ConsoleWriter", "zerolog writes text (ConsoleWriter)");
    const because = terminal ? "zerolog writes JSON outside development" : "zerolog writes JSON otherwise";
    if (branch !== "" || opensElsewhere(pretty.file)) add(json, zerolog, /\b(?:zerolog|log)\s*\.\s*\w+\s*\(/, "zerolog", because);
  } else for (const fact of zerolog) used(json, fact, "zerolog", "zerolog writes JSON");
  const logrus = of(/^github\.com\/(?:sirupsen|Sirupsen)\/logrus/);
  const formatted = logrus.find((fact) => /\bJSONFormatter\b/.test(fact.file.code));
  if (formatted) {
    add(json, logrus, /\bJSONFormatter\b/, "logrus", "logrus writes JSON (JSONFormatter)");
    const branch = branchOf(formatted.file, "JSONFormatter");
    const text = branchOf(formatted.file, "TextFormatter");
    // Without a formatter it writes text, too.
    if (branch !== "" && !FOR_PEOPLE.test(`${branch}${text}`) && !DEPLOYED.test(branch))
      add(plain, [formatted], /\bJSONFormatter\b/, "logrus text", "logrus writes text unless a setting asks for JSON");
  } else for (const fact of logrus) used(plain, fact, "logrus", "logrus writes text without a JSONFormatter");
  add(json, of(/^github\.com\/go-kit\/(?:kit\/)?log/), /\bNewJSONLogger\s*\(/, "go-kit log", "go-kit's logger writes JSON");
  add(json, of(/^github\.com\/hashicorp\/go-hclog/), /\bJSONFormat\s*:\s*true\b/, "hclog", "hclog writes JSON");
  add(json, of(/^github\.com\/charmbracelet\/log/), /\bJSONFormatter\b/, "charm log", "charm's log writes JSON");
  for (const fact of of(
    /^(?:k8s\.io\/klog|github\.com\/golang\/glog|github\.com\/op\/go-logging|github\.com\/charmbracelet\/log)/,
  ))
    used(plain, fact, fact.module, `${fact.module} writes text`);
  for (const fact of of(/^log$/))
    add(
      plain,
      [fact],
      /(?<![\w.])log\s*\.\s*(?:Print|Printf|Println|Fatal|Fatalf|Fatalln|Panic|Panicf)\s*\(/,
      "log",
      "the standard log writes text",
    );
  for (const fact of of(/^fmt$/)) add(plain, [fact], /\bfmt\s*\.\s*(?:Print|Printf|Println)\s*\(/, "fmt", "fmt prints text");
  add(
    plain,
    of(/^github\.com\/gin-gonic\/gin$/),
    /\bgin\s*\.\s*(?:Default|Logger)\s*\(/,
    "gin.Logger",
    "gin's own request log is text",
  );
  add(plain, of(/^github\.com\/go-chi\/chi/), /\bmiddleware\s*\.\s*Logger\b/, "chi Logger", "chi's own request log is text");
  // A file that only a setting names is none by default.
  for (const fact of of(
    /^(?:gopkg\.in\/natefinch\/lumberjack|github\.com\/(?:natefinch\/lumberjack|lestrrat-go\/file-rotatelogs))/,
  ))
    if (branchOf(fact.file, "lumberjack\\.Logger(?=\\s*\\{)") === "")
      files.push(signature("lumberjack", `${fact.module} writes logs into files`, fact.file, fact.start, fact.end));
  for (const { file, start, end } of hits(program.files, /\bos\s*\.\s*(?:OpenFile|Create)\s*\(/g)) {
    const first = argumentsAt(file, end - 1)[0];
    const path = first && literalsIn(file, first).find((one) => /\.log$/.test(one.value));
    if (path) files.push(signature("log file", `it writes ${path.value}`, file, start, end));
  }
  return { json: firstOfEach(json), plain: firstOfEach(plain), file: firstOfEach(files) };
}

function used(into: Signature[], fact: ImportFact, name: string, because: string): void {
  const call = callThrough(fact);
  if (call) into.push(signature(name, because, fact.file, call.start, call.end));
}

/** Whether a file makes a logger of zerolog's that writes past its ConsoleWriter. */
function opensElsewhere(file: SourceFile): boolean {
  for (const { end } of hits([file], /\bzerolog\s*\.\s*New\s*\(/g)) {
    const first = argumentsAt(file, end - 1)[0];
    const given = first ? file.code.slice(...first).trim() : "";
    const made =
      /^\w+$/.test(given) && new RegExp(`\\b${given}\\s*:?=\\s*&?zerolog\\s*\\.\\s*(?:New)?ConsoleWriter\\b`).test(file.code);
    if (given !== "" && !made && !given.includes("ConsoleWriter")) return true;
  }
  return false;
}

const FOR_PEOPLE = /\b(?:\w*dev\w*|\w*debug\w*|\w*local\w*|is_?a?tty|\w*terminal\w*|\w*pretty\w*|\w*human\w*)\b/i;
const DEPLOYED = /\b\w*prod\w*\b/i;

/** The `if`, `else` or `case` above a word, as its line is written; empty where the word stands in no branch. */
function branchOf(file: SourceFile, word: string): string {
  const at = file.code.search(new RegExp(`\\b${word}\\b`));
  if (at < 0) return "";
  const before = file.code.lastIndexOf("\n", at);
  const label = /(?:^|\n)[ \t]*(?:case\b[^\n]*|default[ \t]*):[ \t]*$/.exec(
    file.code.slice(Math.max(0, before - 200), Math.max(0, before)),
  );
  if (label) return file.live.slice(file.live.lastIndexOf("\n", before - 1) + 1, before);
  let open = file.code.lastIndexOf("{", before);
  while (open > 0 && (file.pairs.get(open) ?? at) < at) open = file.code.lastIndexOf("{", open - 1);
  if (open < 0) return "";
  return headOf(file, open);
}

/** The line of the `if`, `else` or `case` that opens a block; that of an `else` follows the lines of the branches before it. */
function headOf(file: SourceFile, open: number): string {
  const from = file.code.lastIndexOf("\n", open) + 1;
  const line = file.code.slice(from, open);
  if (!/\b(?:if|else|case|switch)\b/.test(line)) return "";
  const closing = /^\s*\}\s*else\b/.test(line) ? from + line.indexOf("}") : -1;
  const before = closing < 0 ? undefined : [...file.pairs].find(([, close]) => close === closing)?.[0];
  return (before === undefined ? "" : headOf(file, before)) + file.live.slice(from, open);
}
