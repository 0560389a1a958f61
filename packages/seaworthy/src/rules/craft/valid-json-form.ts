import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import { execForm, meantArray } from "../../models/dockerfile/edit/json-form.js";
import { writtenInstructions } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

const COMMANDS: ReadonlySet<string> = new Set(["RUN", "CMD", "ENTRYPOINT", "SHELL", "HEALTHCHECK"]);
const PATHS: ReadonlySet<string> = new Set(["COPY", "ADD", "VOLUME"]);
const OPENING = `["'“”‘’]`;
const OF_STRINGS = new RegExp(`^\\[${OPENING}`);
const OF_STRINGS_APART = new RegExp(`^\\[\\s+${OPENING}[^,\\]]{0,2000}${OPENING}\\s*,`);
const OF_WORDS = /^\[[\w./-]+\s*,/;

export default defineRule({
  id: "craft/valid-json-form",
  claim: "what looks like a JSON array is one",
  why: "Single quotes, typographic quotes, a comma too many or too few: the builder then takes the line as plain text, and a shell looks for a program named `[node,`.",
  todo: 'Put every word in double quotes, commas between them and none behind the last: `["node", "server.js"]`.',
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/invalid-json-form"],
  source({ dockerfile, stage }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!dockerfile.text.includes("[")) return notApplicable("nothing looks like a JSON array");
    // How the service is started is judged by graceful-shutdown.
    const cmd = stage?.facts.cmd?.instruction;
    const entrypoint = stage?.facts.entrypoint?.instruction;
    const arrays = writtenInstructions(dockerfile).filter((each) => mayBeArray(each) && each !== cmd && each !== entrypoint);
    if (arrays.length === 0) return notApplicable("nothing looks like a JSON array");
    const findings = arrays
      .filter((each) => !each.json && looksLikeJson(each))
      .map((each) =>
        finding(
          `the arguments of ${each.keyword} look like a JSON array, but are none`,
          placeOf(dockerfile, { range: each.textRange }),
        ),
      );
    return noOr(findings, () =>
      arrays.some(({ json }) => json) ? yes("every JSON array is one") : notApplicable("nothing looks like a JSON array"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write the array as JSON", safety: "review", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      const each = dockerfile && writtenInstructions(dockerfile).find((one) => one.textRange[0] === range[0]);
      if (!dockerfile || !each || each.keyword === "HEALTHCHECK") return "which part of it is the array cannot be told";
      if (each.startLine !== each.endLine) return "the array goes over several lines";
      const words = meantArray(each.text);
      return words ? [replaced(file, range, execForm(words))] : "what the array was meant to be cannot be told";
    });
  },
  examples: [
    { title: "double quotes", says: "yes", files: 'FROM alpine:3.23\nRUN ["apk", "add", "curl"]\n' },
    { title: "single quotes", says: "no", files: "FROM alpine:3.23\nRUN «['apk', 'add', 'curl']»\n" },
  ],
});

function argumentsOf(each: Instruction): string {
  if (!COMMANDS.has(each.keyword) && !PATHS.has(each.keyword)) return "";
  return each.keyword === "HEALTHCHECK" ? each.text.replace(/^\S+\s*/, "") : each.text;
}

function mayBeArray(each: Instruction): boolean {
  return each.keyword === "HEALTHCHECK" || each.text.startsWith("[") ? argumentsOf(each).startsWith("[") : false;
}

/** `[ -f x ]` is a test, and `[a-z]*` matches names of files. */
function looksLikeJson(each: Instruction): boolean {
  const text = argumentsOf(each);
  if (OF_STRINGS.test(text) || OF_STRINGS_APART.test(text)) return true;
  return COMMANDS.has(each.keyword) && OF_WORDS.test(text);
}
