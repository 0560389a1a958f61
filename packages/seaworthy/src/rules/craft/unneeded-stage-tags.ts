import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/unneeded-stage-tags",
  claim: "stages that the shipped one does not need have a base with a version too",
  why: "Stages for tests and tools are built on demand: with `latest` they work today and break on another day, without a change.",
  todo: "Name the version in FROM. What the shipped stage needs is judged by `pinned-versions/base-tag`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3006", "DL3007", "DS-0001"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const needed = new Set(neededStages(dockerfile, stage));
    const others = dockerfile.stages.filter((one) => !needed.has(one) && !one.parent && one.base.kind !== "scratch");
    if (others.length === 0) return notApplicable("every stage with a base of its own goes into the shipped one");
    const findings = others.flatMap(({ base }): Finding[] => {
      if (base.kind !== "image") return [];
      const { kind } = tagStability(base.reference);
      if (kind === "none")
        return [finding(`${base.reference.written} has no tag, which is latest`, base.place, { aliases: ["DL3006", "DS-0001"] })];
      return kind === "rolling"
        ? [
            finding(`the tag of ${base.reference.written} moves with every release`, base.place, {
              aliases: base.reference.tag === "latest" ? ["DL3007", "DS-0001"] : [],
            }),
          ]
        : [];
    });
    return noOr(findings, () => {
      const open = others.find(
        ({ base }) => base.kind === "unresolved" || (base.kind === "image" && tagStability(base.reference).kind === "named"),
      );
      return open
        ? unknown(`whether ${open.base.kind === "scratch" ? "" : open.base.written} names a version is not known`)
        : yes("their bases name a version");
    });
  },
  examples: [
    { title: "a version", says: "yes", files: "FROM node:24.11.0 AS test\nRUN npm test\nFROM node:24.11.0-alpine\n" },
    { title: "no tag", says: "no", files: "FROM «node» AS test\nRUN npm test\nFROM node:24.11.0-alpine\n" },
  ],
});
