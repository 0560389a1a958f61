import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-empty-continuation",
  claim: "no blank line stands inside an instruction",
  why: "After a `\\` the builder passes over blank lines and takes the next one as part of the instruction; a later release will refuse them. Where the `\\` was left over by mistake, the next instruction is swallowed.",
  todo: "Delete the blank line, or the `\\` above it. Put a comment line where a gap is wanted.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["NoEmptyContinuation"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings = dockerfile.emptyContinuations.map((range) =>
      finding("a blank line stands inside an instruction", placeOf(dockerfile, { range })),
    );
    return noOr(findings, () =>
      dockerfile.instructions.some(({ startLine, endLine }) => endLine > startLine)
        ? yes("no instruction is continued over a blank line")
        : notApplicable("every instruction is one line"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "delete the blank lines", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range: [start] }) => {
      const each = dockerfile?.instructions.find((one) => start >= one.range[0] && start <= one.range[1]);
      if (!dockerfile || !each) return null;
      // Blank lines of heredocs are behind the text.
      const end = each.textRange[1];
      const from = dockerfile.text.lastIndexOf("\n", start - 1) + 1;
      return [...dockerfile.text.slice(from - 1, end).matchAll(/(?<=\n)(?:[ \t]*\r?\n)+/g)].map(({ index, 0: blank }) =>
        replaced(file, [from - 1 + index, from - 1 + index + blank.length], ""),
      );
    });
  },
  examples: [
    { title: "a comment as a gap", says: "yes", files: "FROM alpine:3.23\nRUN apk add \\\n  # tools\n  curl\n" },
    { title: "a blank line", says: "no", files: "FROM alpine:3.23\nRUN apk add \\\n«»\n  curl\n" },
  ],
});
