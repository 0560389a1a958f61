import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/instruction-case",
  claim: "all instructions are written in the same case",
  why: "An instruction in another case than the rest looks like an argument of the line above.",
  todo: "Write every instruction in capitals, as is usual, or every one in lower case.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["ConsistentInstructionCasing"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (isAllCapitals(dockerfile)) return yes("every instruction is in capitals");
    const keywords = dockerfile.stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword }) => keyword !== "UNKNOWN")
      .map(({ keywordRange }) => ({ range: keywordRange, text: dockerfile.text.slice(...keywordRange) }));
    if (keywords.length === 0) return notApplicable("there is no instruction");
    const lower = keywords.filter(({ text }) => text === text.toLowerCase()).length;
    const upper = keywords.filter(({ text }) => text === text.toUpperCase()).length;
    const isLower = lower > upper;
    const findings = keywords
      .filter(({ text }) => text !== (isLower ? text.toLowerCase() : text.toUpperCase()))
      .map((keyword) =>
        finding(
          `${keyword.text} is not in ${isLower ? "lower case" : "capitals"} as the other instructions are`,
          placeOf(dockerfile, keyword),
        ),
      );
    return noOr(findings, () => yes(`every instruction is in ${isLower ? "lower case" : "capitals"}`));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write the instruction in the case of the others", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }, { message }) => {
      const written = dockerfile?.text.slice(...range) ?? "";
      return [replaced(file, range, message.includes(" lower case ") ? written.toLowerCase() : written.toUpperCase())];
    });
  },
  examples: [
    { title: "capitals", says: "yes", files: 'FROM node:24-alpine\nCOPY app.js .\nCMD ["node", "app.js"]\n' },
    { title: "one in lower case", says: "no", files: 'FROM node:24-alpine\n«copy» app.js .\nCMD ["node", "app.js"]\n' },
  ],
});

/** As most files are: at least one instruction, and each as its keyword is. */
function isAllCapitals({ stages, text }: Dockerfile): boolean {
  let any = false;
  for (const { instructions } of stages) {
    for (let at = 0; at < instructions.length; at++) {
      const { keyword, range } = instructions[at] as Instruction;
      if (keyword === "UNKNOWN") continue;
      if (!text.startsWith(keyword, range[0])) return false;
      any = true;
    }
  }
  return any;
}
