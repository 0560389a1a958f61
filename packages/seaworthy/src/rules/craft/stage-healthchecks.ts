import { finding, noOr, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/stage-healthchecks",
  claim: "every stage has a HEALTHCHECK, or stands below or above one that has",
  why: "In every stage and in the Dockerfile alone: `healthcheck/declared` looks at what is shipped and at its deployments. This one is for teams that want it in each image.",
  todo: "Write a HEALTHCHECK, or `HEALTHCHECK NONE` where there is nothing to check.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3057"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const checked = new Set<Stage>();
    for (const stage of dockerfile.stages) {
      if (stage.lineage.some(hasCheck)) checked.add(stage);
      if (hasCheck(stage)) for (const below of stage.lineage) checked.add(below);
    }
    const findings = dockerfile.stages
      .filter((stage) => !checked.has(stage))
      .map(({ from, name }) => finding(`${name ?? "this stage"} has no HEALTHCHECK`, placeOf(dockerfile, from)));
    return noOr(findings, () => yes("every stage has its HEALTHCHECK"));
  },
  examples: [
    { title: "one for all", says: "yes", files: "FROM alpine:3.23 AS base\nFROM base\nHEALTHCHECK CMD wget -qO- localhost\n" },
    { title: "none", says: "no", files: "«FROM alpine:3.23»\n" },
  ],
});

function hasCheck({ instructions }: Stage): boolean {
  return instructions.some(({ keyword }) => keyword === "HEALTHCHECK");
}
