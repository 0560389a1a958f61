import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/reserved-stage-name",
  claim: "no stage has a name that the builder uses itself",
  why: "`scratch` is the empty base and `context` the build context: a stage of that name cannot be told from them.",
  todo: "Choose another name.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3063", "ReservedStageName"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const aliases = dockerfile.stages.flatMap((stage) => stage.from.alias ?? []);
    if (aliases.length === 0) return notApplicable("no stage has a name");
    const findings = aliases
      .filter((alias) => /^(?:scratch|context)$/i.test(alias.text))
      .map((alias) => finding(`${alias.text} is a name that the builder uses itself`, placeOf(dockerfile, alias)));
    return noOr(findings, () => yes("no name is taken"));
  },
  examples: [
    { title: "a free name", says: "yes", files: "FROM node:24 AS build\n" },
    { title: "a taken one", says: "no", files: "FROM node:24 AS «context»\n" },
  ],
});
