import { type Edit, inserted } from "../../core/edit.js";
import type { App } from "./app.js";
import { importsOf } from "./imports.js";
import { mannerOf } from "./node/manner.js";
import { moduleBeside } from "./node/module-beside.js";
import { hits, readSource, type SourceFile } from "./source.js";

/** Where a program makes its application object. */
interface Made {
  readonly file: SourceFile;
  readonly name: string;
  /** Behind the line that makes it. */
  readonly end: number;
}

const NODE_MAKERS = {
  express: /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]{1,80})?=\s*express\s*\(/gm,
  fastify:
    /^(?:export\s+)?(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]{1,80})?=\s*(?:[Ff]astify\s*(?:<[^<>()]{0,80}>)?|require)\s*\(/gm,
} as const;
const PYTHON_MAKERS = {
  fastapi: /^(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:fastapi\s*\.\s*)?FastAPI\s*\(/gm,
  flask: /^(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:flask\s*\.\s*)?Flask\s*\(/gm,
} as const;

/**
 * A health endpoint, `/health`, for an app that has none: it answers as long as the process can, before anything that is put in front of other routes. A text: why it
 * gets none; null: nothing is known to do.
 */
export function newEndpoint(app: App, read: (path: string) => string | null): readonly Edit[] | string | null {
  const { entry, language, frameworks } = app;
  const family = language === "node" ? "js" : language === "python" ? "python" : null;
  const text = entry === null ? null : read(entry);
  if (family === null || entry === null || text === null) return null;
  const makers: Readonly<Record<string, RegExp>> = family === "js" ? NODE_MAKERS : PYTHON_MAKERS;
  const framework = Object.keys(makers).find((name) => frameworks.includes(name));
  const maker = framework === undefined ? undefined : makers[framework];
  if (framework === undefined || maker === undefined) return "how its framework is given a route is not known";
  const first = readSource(entry, text, family);
  const made = [first, ...(family === "js" ? besides(first, read) : [])].flatMap((file) => madeIn(file, maker, framework));
  const [only] = made;
  if (!only) return `${entry} makes the app inside a function, or elsewhere`;
  if (made.length > 1) return "more than one app is made";
  const { file } = only;
  if (/["'`]\/(?:health|healthz)\b/.test(file.text)) return `${file.path} speaks of a health endpoint already`;
  // In Python a guard is asked for every route, wherever it stands.
  if (family === "python" && GUARD.test(file.code)) return `${file.path} has something asked before every route`;
  return [inserted(file.path, only.end, family === "js" ? inNode(only, framework) : inPython(only, framework))];
}

function inNode({ file, name }: Made, framework: string): string {
  const { quote: q, step, end } = mannerOf(file);
  const head = `\n${name}.get(${q}/health${q}, `;
  if (framework === "fastify") return `${head}async () => ({ status: ${q}ok${q} }))${end}\n`;
  return `${head}(_request, response) => {\n${step}response.json({ status: ${q}ok${q} })${end}\n})${end}\n`;
}

function inPython({ file, name, end }: Made, framework: string): string {
  const own = /\bhealth\b/.test(file.code) ? "answer_health" : "health";
  const route = framework === "flask" ? `@${name}.route("/health")` : `@${name}.get("/health")`;
  const apart = /^(?:\r?\n|$)/.test(file.text.slice(end)) ? "" : "\n\n";
  return `\n\n${route}\ndef ${own}():\n    return {"status": "ok"}\n${apart}`;
}

const GUARD = /\bbefore_request\b|\bFastAPI\s*\([^)]*\bdependencies\s*=/;

/** What makes a statement of JavaScript go on in the next line. */
const GOES_ON = /^(?:[.,([`+*/%?:|&=<>^-]|in\b|instanceof\b|as\b|satisfies\b)/;
const LONGEST_SIGN = 12;

function madeIn(file: SourceFile, maker: RegExp, framework: string): readonly Made[] {
  return [...hits([file], maker)].flatMap(({ match, end }): Made[] => {
    const name = match[1];
    let close = file.pairs.get(end - 1);
    // `require("fastify")({ … })`
    if (close !== undefined && /require\s*\($/.test(match[0])) {
      if (!new RegExp(`^["'\`]${framework}["'\`]$`).test(file.text.slice(end, close).trim()) || file.code[close + 1] !== "(")
        return [];
      close = file.pairs.get(close + 1);
    }
    if (name === undefined || close === undefined) return [];
    const line = file.text.indexOf("\n", close);
    const rest = file.code.slice(close + 1, line < 0 ? file.code.length : line);
    // What goes on behind the call makes something else of it.
    if (!/^[ \t]*;?[ \t]*\r?$/.test(rest) || line < 0) return [];
    if (
      Object.hasOwn(NODE_MAKERS, framework) &&
      !rest.includes(";") &&
      GOES_ON.test(file.code.slice(line).trimStart().slice(0, LONGEST_SIGN))
    )
      return [];
    return [{ file, name, end: line + 1 }];
  });
}

const MOST_BESIDE = 20;

/** The modules that a file takes from beside it. */
function besides(file: SourceFile, read: (path: string) => string | null): readonly SourceFile[] {
  const found = new Map<string, SourceFile>();
  for (const { module } of importsOf(file).slice(0, MOST_BESIDE)) {
    const beside = moduleBeside(file.path, module, read);
    if (beside) found.set(beside.path, readSource(beside.path, beside.text, "js"));
  }
  return [...found.values()];
}
