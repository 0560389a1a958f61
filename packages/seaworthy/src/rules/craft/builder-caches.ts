import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, CACHE_NAMES, namesFor } from "../../knowledge/linter-names.js";
import { leftoverText, withoutCaches } from "../../models/dockerfile/edit/caches.js";
import { builderRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/builder-caches",
  claim: "no RUN outside the shipped stage leaves a package cache in its layer",
  why: "What a build stage leaves does not ship: it costs room in the builder's cache and in a cache that is exported. `minimal-base-image/no-package-caches` looks at the shipped stage.",
  todo: "Clean in the RUN that installs, use the option of the package manager, or a cache mount, which is faster too.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(CACHE_NAMES),
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const runs = builderRuns(dockerfile, stage);
    if (runs.length === 0) return notApplicable("every RUN is of the shipped stage");
    const findings = runs
      .flatMap((run) => run.leftovers)
      .map((leftover) =>
        finding(leftoverText(leftover), placeOf(dockerfile, leftover.command), {
          aliases: namesFor(CACHE_NAMES, leftover.manager),
        }),
      );
    return noOr(findings, () => yes("build stages leave no package caches"));
  },
  fix({ dockerfile, stage }, _, { findings }) {
    return dockerfile && stage ? withoutCaches(dockerfile, builderRuns(dockerfile, stage), findings) : [];
  },
  examples: [
    {
      title: "a cache mount",
      says: "yes",
      files:
        "FROM node:24 AS build\nRUN --mount=type=cache,target=/root/.npm npm ci\nFROM node:24-alpine\nCOPY --from=build /app/dist .\n",
    },
    {
      title: "a cache",
      says: "no",
      files: "FROM alpine:3.23 AS build\nRUN «apk add gcc»\nFROM alpine:3.23\nCOPY --from=build /app .\n",
    },
  ],
});
