import { type Edit, inserted, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import { functionAt } from "../functions.js";
import { argumentsAt, hits, readSource } from "../source.js";
import { questionsIn } from "./clients.js";
import { mannerOf } from "./manner.js";

/**
 * Lets the handler of a route ask what the app depends on before it answers: within two seconds, else it answers 503.
 * A text: why the handler is left as it is.
 * @param route the range of the call that makes the route, its name and `(`
 */
export function withQuestions(
  path: string,
  text: string,
  route: Range,
  framework: "express" | "fastify",
  read: (path: string) => string | null,
): readonly Edit[] | string {
  const file = readSource(path, text, "js");
  const { code } = file;
  const open = route[1] - 1;
  const handler = code[open] === "(" ? argumentsAt(file, open).at(-1) : undefined;
  const body = handler ? functionAt(file, handler[0]) : null;
  if (!handler || !body) return `the handler in ${path} is made elsewhere`;
  const head = /^(async\b\s*)?(?:function\b\s*[\w$]*\s*)?(?=\()/.exec(code.slice(...handler));
  if (!head) return `the handler in ${path} could not be taken apart`;
  const parameters = handler[0] + head[0].length;
  const names = argumentsAt(file, parameters).map((range) => /^[\w$]+/.exec(code.slice(...range))?.[0] ?? null);
  const questions = questionsIn(path, text, read);
  if (questions.length === 0) return `no client of a dependency is within reach of ${path}: the endpoint has to be given one`;
  const edits: Edit[] = [];
  let answer = names[1] ?? null;
  if (answer === null && framework === "fastify" && names.length < 2 && names[0] !== null) {
    answer = "reply";
    const close = file.pairs.get(parameters);
    if (close === undefined) return `the handler in ${path} could not be taken apart`;
    edits.push(
      names.length === 0 ? replaced(path, [parameters + 1, close], "_request, reply") : inserted(path, close, `, reply`),
    );
  }
  if (answer === null) return `the handler in ${path} names no answer that could be 503`;
  const { quote: q, step, end } = mannerOf(file);
  const lineStart = code.lastIndexOf("\n", route[0]) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const inner = indent + step;
  const asked = questions.map((one) => one.replaceAll('"', q)).join(", ");
  const failed =
    framework === "fastify"
      ? [`${inner}${step}return ${answer}.code(503).send({ status: ${q}unavailable${q} })${end}`]
      : [`${inner}${step}${answer}.status(503).json({ status: ${q}unavailable${q} })${end}`, `${inner}${step}return${end}`];
  const lines = [
    `${inner}try {`,
    `${inner}${step}await Promise.race([`,
    `${inner}${step.repeat(2)}Promise.all([${asked}]),`,
    `${inner}${step.repeat(2)}new Promise((_, reject) => setTimeout(reject, 2000, new Error(${q}no answer in 2 s${q}))),`,
    `${inner}${step}])${end}`,
    `${inner}} catch {`,
    ...failed,
    `${inner}}`,
  ].join("\n");
  if (head[1] === undefined) edits.push(inserted(path, handler[0], "async "));
  if (code[body[0]] === "{") {
    const rest = /^[ \t]*(?=\r?\n)/.exec(text.slice(body[0] + 1));
    const last = body[1] - 1;
    edits.push(
      replaced(
        path,
        [body[0] + 1, body[0] + 1 + (rest?.[0].length ?? /^[ \t]*/.exec(text.slice(body[0] + 1))?.[0].length ?? 0)],
        `\n${lines}${rest ? "" : `\n${inner}`}`,
      ),
    );
    if (!rest) {
      const before = /[ \t]*$/.exec(text.slice(0, last))?.[0].length ?? 0;
      edits.push(replaced(path, [last - before, last], `\n${indent}`));
    }
    return edits;
  }
  const to = body[0] + text.slice(...body).trimEnd().length;
  edits.push(
    replaced(
      path,
      [body[0], to],
      `{\n${lines}\n${inner}${framework === "fastify" ? "return " : ""}${text.slice(body[0], to)}${end}\n${indent}}`,
    ),
  );
  return edits;
}

/** Whether a file makes its server with Fastify. */
export function makesFastify(text: string): boolean {
  return (
    [...hits([readSource("", text, "js")], /(?<![\w$.])[Ff]astify\s*(?:<[^<>()]{0,80}>)?\s*\(/g)].length > 0 ||
    /\bfastify\s*\./.test(text)
  );
}
