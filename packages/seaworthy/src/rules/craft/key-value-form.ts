import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { PairsInstruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { asPairValue } from "../../models/dockerfile/edit/write.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/key-value-form",
  claim: "ENV and LABEL are written as name=value",
  why: "In the old form everything behind the name is one value: `ENV A 1 B=2` sets A to `1 B=2`, and quotes stay in it.",
  todo: "Put `=` between the name and its value, and quotes around a value with blanks.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["LegacyKeyValueFormat"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const settings = settingsIn(dockerfile);
    if (settings.length === 0) return notApplicable("there is no ENV and no LABEL");
    const legacy = settings.filter((each) => each.legacy).sort((a, b) => a.range[0] - b.range[0]);
    const findings = legacy.flatMap(({ keyword, pairs: [pair] }) =>
      pair ? [finding(`${keyword} ${pair.name} has a blank in place of the =`, placeOf(dockerfile, pair))] : [],
    );
    return noOr(findings, () => yes("every name has a = behind it"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write name=value", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      if (!dockerfile) return null;
      const pair = settingsIn(dockerfile).find(({ pairs }) => pairs[0]?.range[0] === range[0])?.pairs[0];
      if (!pair?.valueRange) return null;
      const written = dockerfile.text.slice(...pair.valueRange);
      if (/[\r\n]/.test(written)) return "the value goes over several lines";
      const value = asPairValue(written, dockerfile.escape);
      return value === null
        ? "the value has quotes or escapes that would be read in another way"
        : [replaced(file, [pair.nameRange[1], pair.valueRange[1]], `=${value}`)];
    });
  },
  examples: [
    { title: "name=value", says: "yes", files: "FROM alpine:3.23\nENV PORT=3000\n" },
    { title: "the old form", says: "no", files: "FROM alpine:3.23\nENV «PORT 3000»\n" },
  ],
});

function settingsIn(dockerfile: Dockerfile): readonly PairsInstruction[] {
  return [...writtenOf(dockerfile, "ENV"), ...writtenOf(dockerfile, "LABEL")];
}
