import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, placeOf } from "../../core/place.js";
import { workdirBefore } from "../../models/dockerfile/edit/workdir.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/absolute-workdir",
  claim: "every WORKDIR is an absolute path",
  why: "A relative WORKDIR depends on the one before it, which may be the base image's own: where files land changes when a line above or the base does.",
  todo: "Write the whole path: `WORKDIR /srv/app`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3000", "DS-0009"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const paths = writtenOf(dockerfile, "WORKDIR").flatMap((each) => each.words[0] ?? []);
    if (paths.length === 0) return notApplicable("there is no WORKDIR");
    const relative = paths.filter((word) => !/^(?:[/\\$]|[A-Za-z]:)/.test(unquoted(word.text)));
    const findings = relative.map((word) =>
      finding(`the WORKDIR ${word.text} is relative: it depends on what stands before it`, placeOf(dockerfile, word)),
    );
    return noOr(findings, () => {
      const variable = paths.find((word) => unquoted(word.text).startsWith("$"));
      return variable && !/^\$\{?HOME\b/.test(unquoted(variable.text))
        ? unknown(`whether ${variable.text} is absolute depends on its value`, placeOf(dockerfile, variable))
        : yes("every WORKDIR starts at the root");
    });
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write the whole path", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      const each = dockerfile?.instructions.find((one) => one.keyword === "WORKDIR" && isInside(range, one));
      const stage = each && dockerfile?.stages[each.stage];
      if (!each || !stage) return "it is behind ONBUILD: where it begins is for others to say";
      const before = workdirBefore(stage, each);
      if (before === null) return "where it begins depends on the base image";
      const path = unquoted(each.text).replace(/^\.\//, "");
      if (/[$\s"'\\]|(?:^|\/)\.\.?(?:\/|$)/.test(path)) return "the path is not a plain one";
      return [replaced(file, range, `${before === "/" ? "" : before}/${path}`)];
    });
  },
  examples: [
    { title: "the whole path", says: "yes", files: "FROM node:24-alpine\nWORKDIR /srv/app\n" },
    { title: "a relative path", says: "no", files: "FROM node:24-alpine\nWORKDIR «app»\n" },
  ],
});
