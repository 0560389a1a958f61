import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenInstructions, writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/user-numbers",
  claim: "every USER names a number",
  why: "In every stage and also where root is named: `non-root-user/numeric-user` looks at the user that serves. This one is for teams that want no names at all.",
  todo: "Write the uid: `USER 10001`.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3066"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    if (writtenOf(dockerfile, "USER").length === 0) return notApplicable("there is no USER");
    const findings: Finding[] = [];
    const set = new Set<string>();
    let open = false;
    let users = 0;
    for (const each of writtenInstructions(dockerfile)) {
      if (each.keyword === "ARG" || each.keyword === "ENV") for (const { name } of each.pairs) set.add(name);
      if (each.keyword !== "USER" || each.onbuild) continue;
      users += 1;
      const name = each.text.replace(/^["']|["']$/g, "").replace(/(?<!\{[^}]*):.*$/, "");
      const variable = /^\$\{?(\w+)/.exec(name)?.[1];
      if (variable !== undefined && set.has(variable)) open = true;
      else if (!/^\d+$/.test(name)) findings.push(finding(`${name.slice(0, 100)} is no number`, placeOf(dockerfile, each)));
    }
    return noOr(findings, () => {
      if (users === 0) return notApplicable("there is no USER");
      return open ? unknown("USER is a variable: whether it holds a number is not known") : yes("every USER is a number");
    });
  },
  examples: [
    { title: "numbers", says: "yes", files: "FROM node:24-alpine\nUSER 0:0\nRUN apk add --no-cache tini\nUSER 1000\n" },
    { title: "a name", says: "no", files: "FROM node:24-alpine\n«USER root»\nRUN apk add --no-cache tini\nUSER 1000\n" },
  ],
});
