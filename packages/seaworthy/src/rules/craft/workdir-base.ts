import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { lazy } from "../../core/lazy.js";
import { placeOf } from "../../core/place.js";
import { undefinedVariables } from "../../models/dockerfile/undefined-variables.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/workdir-base",
  claim: "a relative WORKDIR has an absolute one before it",
  why: "Without one it is relative to the WORKDIR of the base image: a new version of the base moves the app.",
  todo: "Begin with an absolute path: `WORKDIR /srv/app`. This is the milder form of `craft/absolute-workdir`, for teams that step down from one absolute path.",
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["WorkdirRelativePath"],
  source({ dockerfile, buildArgs }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const unset = lazy(
      () => new Set(undefinedVariables(dockerfile, buildArgs).undefined.flatMap((one) => (one.certain ? one.range[0] : []))),
    );
    const anchored = new Set<object>();
    const findings = [];
    let seen = false;
    for (const stage of dockerfile.stages) {
      if (stage.parent && anchored.has(stage.parent)) anchored.add(stage);
      for (const each of stage.instructions) {
        const word = each.keyword === "WORKDIR" ? each.words[0] : undefined;
        if (!word) continue;
        seen = true;
        const empty = /^\$(?:\w+|\{\w+\})$/.test(word.text) && unset().has(word.range[0]);
        if (!anchored.has(stage) && (empty || !(dockerfile.windows ? WINDOWS_ROOT : ROOT).test(unquoted(word.text))))
          findings.push(finding(`where ${word.text} is depends on the WORKDIR of the base image`, placeOf(dockerfile, word)));
        // Those that follow are right once the first is.
        anchored.add(stage);
      }
    }
    if (!seen) return notApplicable("no stage sets a WORKDIR");
    return noOr(findings, () => yes("no WORKDIR depends on the base image"));
  },
  examples: [
    { title: "a step down", says: "yes", files: "FROM node:24-alpine\nWORKDIR /srv\nWORKDIR app\n" },
    { title: "relative to the base", says: "no", files: "FROM node:24-alpine\nWORKDIR «app»\n" },
  ],
});

/** What a variable holds may be absolute. */
const ROOT = /^[/$]/;
const WINDOWS_ROOT = /^(?:[/\\$]|[A-Za-z]:)/;
