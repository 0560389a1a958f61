import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/stage-names",
  claim: "every stage has a name of its own",
  why: "Of two stages with one name the later wins: what copies from it or builds on it may mean the other.",
  todo: "Give each stage another name.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3024", "DuplicateStageName", "DS-0012"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const names = new Set<string>();
    const findings = dockerfile.stages.flatMap(({ name, from }) => {
      if (name === null || !from.alias) return [];
      if (names.has(name)) return [finding(`another stage is called ${name} too`, placeOf(dockerfile, from.alias))];
      names.add(name);
      return [];
    });
    return noOr(findings, () => (names.size > 0 ? yes("no two stages share a name") : notApplicable("no stage has a name")));
  },
  examples: [
    { title: "two names", says: "yes", files: "FROM node:24 AS build\nFROM node:24-alpine AS app\n" },
    { title: "one name", says: "no", files: "FROM node:24 AS app\nFROM node:24-alpine AS «app»\n" },
  ],
});
