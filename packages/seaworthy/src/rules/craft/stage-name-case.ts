import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/stage-name-case",
  claim: "names of stages are in lower case",
  why: "The builder compares names of stages without their case: `AS Build` and `--from=build` are the same stage, which readers cannot see.",
  todo: "Write the name in lower case.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["StageNameCasing"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const names = dockerfile.stages.flatMap(({ from }) => from.alias ?? []);
    if (names.length === 0) return notApplicable("no stage has a name");
    const findings = names
      .filter(({ text }) => text !== text.toLowerCase())
      .map((name) => finding(`the stage ${name.text} has capitals in its name`, placeOf(dockerfile, name)));
    return noOr(findings, () => yes("every name is in lower case"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write the stage's name in lower case", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      if (!dockerfile) return null;
      const written = dockerfile.text.slice(...range);
      const small = written.toLowerCase();
      const uses = dockerfile.instructions.flatMap((each) => {
        if (each.keyword === "FROM" && each.image.text.toLowerCase() === small) return [each.image.range];
        const from = each.flags.find(({ name, value }) => name === "from" && value?.toLowerCase() === small);
        return from?.valueRange ? [from.valueRange] : [];
      });
      const mounted = dockerfile.instructions.some(
        (each) =>
          each.keyword === "RUN" && each.mounts.some(({ options }) => String(options.get("from")).toLowerCase() === small),
      );
      if (mounted) return "a mount names it, too";
      return [range, ...uses].map((one) => replaced(file, one, small));
    });
  },
  examples: [
    { title: "lower case", says: "yes", files: "FROM node:24 AS build\n" },
    { title: "capitals", says: "no", files: "FROM node:24 AS «Build»\n" },
  ],
});
