import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { substitute } from "../../models/dockerfile/substitute.js";
import { variablesIn } from "../../models/dockerfile/variables.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/redundant-platform",
  claim: "no FROM asks for $TARGETPLATFORM, which it has anyway",
  why: "The target platform is what FROM takes without the flag: the flag says nothing, and hides where a stage is really meant for another platform.",
  todo: "Delete `--platform=$TARGETPLATFORM`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["RedundantTargetPlatform", "DL3065"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const flags = dockerfile.stages.flatMap(({ from }) => from.platform ?? []);
    if (flags.length === 0) return notApplicable("no FROM names a platform");
    const findings = flags
      .filter(({ value }) => value !== null && isTarget(value, dockerfile.escape))
      .map((flag) => finding(`${flag.value} is the platform that FROM takes anyway`, placeOf(dockerfile, flag)));
    return noOr(findings, () => yes("every --platform says something"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "leave the platform to FROM", safety: "review", order: "line" } as const;
    return fixEach(findings, how, ({ file, range: [from, to] }) => {
      const rest = dockerfile?.text.slice(to) ?? "";
      const blank = /^[ \t]+/.exec(rest)?.[0].length ?? 0;
      return blank === 0 ? "the line goes on below" : [replaced(file, [from, to + blank], "")];
    });
  },
  examples: [
    { title: "the builder's own platform", says: "yes", files: "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\n" },
    { title: "the default", says: "no", files: "FROM «--platform=$TARGETPLATFORM» node:24-alpine\n" },
  ],
});

const STAND_IN = "os/arch";

function isTarget(value: string, escapeChar: string): boolean {
  const names = new Set(variablesIn(value, escapeChar).map(({ name }) => name));
  if (names.size !== 1 || !names.has("TARGETPLATFORM")) return false;
  return substitute(value, () => STAND_IN, { escape: escapeChar }).value === STAND_IN;
}
