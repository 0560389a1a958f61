import { type Edit, inserted } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import { pythonBody } from "../functions.js";
import { importsOf } from "../imports.js";
import { hits, readSource, type SourceFile, skipBlanks } from "../source.js";
import { importEnd, importStart } from "./manner.js";

/** What is written to ask a client that a module makes at its top, line by line. */
function questionsOf(file: SourceFile): readonly string[] {
  const lines: string[] = [];
  const modules = new Set(importsOf(file).map(({ module }) => module));
  if (modules.has("redis"))
    for (const { match } of hits(
      [file],
      /^(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:redis\s*\.\s*)?(?:Redis|StrictRedis|from_url)\s*(?:\.\s*from_url\s*)?\(/gm,
    ))
      lines.push(`${match[1]}.ping()`);
  if (modules.has("sqlalchemy"))
    for (const { match } of hits([file], /^(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:sqlalchemy\s*\.\s*|sa\s*\.\s*)?create_engine\s*\(/gm))
      lines.push(`with ${match[1]}.connect() as connection:`, '    connection.exec_driver_sql("SELECT 1")');
  const flask = [...hits([file], /^(\w+)\s*(?::[^=\n]{1,60})?=\s*Flask\s*\(/gm)][0]?.match[1];
  if (modules.has("flask_sqlalchemy") && flask)
    for (const { match } of hits([file], /^(\w+)\s*(?::[^=\n]{1,60})?=\s*SQLAlchemy\s*\(/gm))
      lines.push(`with ${flask}.app_context():`, `    ${match[1]}.session.execute(${match[1]}.text("SELECT 1"))`);
  if (modules.has("psycopg_pool"))
    for (const { match } of hits([file], /^(\w+)\s*(?::[^=\n]{1,60})?=\s*ConnectionPool\s*\(/gm))
      lines.push(`with ${match[1]}.connection() as connection:`, '    connection.execute("SELECT 1")');
  if (modules.has("pymongo"))
    for (const { match } of hits([file], /^(\w+)\s*(?::[^=\n]{1,60})?=\s*(?:pymongo\s*\.\s*)?MongoClient\s*\(/gm))
      lines.push(`${match[1]}.admin.command("ping")`);
  if (modules.has("psycopg2") || modules.has("psycopg"))
    for (const { match } of hits(
      [file],
      /^def[ \t]+(\w+)[ \t]*\([ \t]*\)[^:\n]*:[ \t]*\r?\n[ \t]+return[ \t]+psycopg2?\s*\.\s*connect\s*\(/gm,
    ))
      lines.push(
        `connection = ${match[1]}()`,
        "try:",
        "    with connection.cursor() as cursor:",
        '        cursor.execute("SELECT 1")',
        "finally:",
        "    connection.close()",
      );
  return lines;
}

/**
 * Lets the handler of a health endpoint ask what the module's clients lead to before it answers: within two seconds, else it answers 503.
 * A text: why the handler is left as it is.
 * @param route the range of the decorator that makes the route
 */
export function withQuestions(
  path: string,
  text: string,
  route: Range,
  framework: "fastapi" | "flask",
): readonly Edit[] | string {
  const file = readSource(path, text, "python");
  const { code } = file;
  if (code[route[0]] !== "@") return `the handler in ${path} is named in a table`;
  if (route[0] !== 0 && code[route[0] - 1] !== "\n") return `the endpoint of ${path} is made inside a function`;
  const [definition] = hits([{ ...file, code: code.slice(0, route[1] + 2000) }], /^(async[ \t]+)?def[ \t]+\w+/gm, [
    route[1],
    code.length,
  ]);
  const body = definition ? pythonBody(file, definition.start) : null;
  if (!definition || !body) return `the handler in ${path} could not be taken apart`;
  if (/\b(?:ask_dependencies|asking)\b/.test(code)) return `${path} has other uses for the names`;
  const questions = questionsOf(file);
  if (questions.length === 0) return `no client of a dependency is made at the top of ${path}: the endpoint has to be given one`;
  const first = firstStatement(file, body);
  if (first === null) return `the handler in ${path} is a single line`;
  const indent = code.slice(code.lastIndexOf("\n", first) + 1, first);
  const isAsync = definition.match[1] !== undefined;
  const asked = isAsync
    ? "await asyncio.wait_for(asyncio.to_thread(ask_dependencies), timeout=2)"
    : "asking.submit(ask_dependencies).result(timeout=2)";
  const failed =
    framework === "fastapi"
      ? 'raise HTTPException(status_code=503, detail="unavailable") from None'
      : 'return {"status": "unavailable"}, 503';
  const lines = ["try:", `    ${asked}`, "except Exception:", `    ${failed}`].map((one) => `${one}\n${indent}`).join("");
  const asking = isAsync ? "" : "asking = ThreadPoolExecutor(max_workers=4)\n\n\n";
  const made = `${asking}def ask_dependencies():\n    """A round trip to each of what the app cannot work without."""\n${questions.map((one) => `    ${one}\n`).join("")}\n\n`;
  let above = route[0];
  for (;;) {
    const before = code.lastIndexOf("\n", above - 2) + 1;
    if (above === 0 || code[before] !== "@") break;
    above = before;
  }
  const imports = importsOf(file).filter(({ start }) => start === 0 || code[start - 1] === "\n");
  const has = (module: string, name: string): boolean =>
    imports.some((one) => one.module === module && one.names.get(name === "" ? module : name) === (name === "" ? "*" : name));
  const lead: string[] = [];
  if (isAsync && !has("asyncio", "")) lead.push("import asyncio\n");
  if (!isAsync && !has("concurrent.futures", "ThreadPoolExecutor"))
    lead.push("from concurrent.futures import ThreadPoolExecutor\n");
  const wanted = framework === "fastapi" && !has("fastapi", "HTTPException");
  const beside = imports.find(
    ({ module, start: at, end: to }) => module === "fastapi" && /^from[^()\\#]*$/.test(text.slice(at, to)),
  );
  const end = importEnd(file);
  const start = importStart(file, end);
  if (start === null) return `${path} has no imports at its top`;
  if (text[end - 1] !== "\n") return `${path} ends with its imports`;
  const edits: Edit[] = [inserted(path, above, made), inserted(path, first, lines)];
  if (lead.length > 0) edits.push(inserted(path, start, lead.join("")));
  if (wanted)
    edits.push(
      beside
        ? inserted(path, beside.start + text.slice(beside.start, beside.end).trimEnd().length, ", HTTPException")
        : inserted(path, end, "from fastapi import HTTPException\n"),
    );
  return edits;
}

/** The first statement of a body behind its docstring, on a line of its own. */
function firstStatement(file: SourceFile, body: Range): number | null {
  let at = skipBlanks(file.live, body[0]);
  if (!file.live.slice(body[0], at).includes("\n")) return null;
  const docstring = file.literals.get(at);
  if (docstring) {
    at = skipBlanks(file.live, docstring.range[1]);
    if (at >= body[1]) return null;
  }
  return at;
}
