import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, CACHE_NAMES, namesFor } from "../../knowledge/linter-names.js";
import { deferredRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-caches",
  claim: "no RUN behind ONBUILD leaves a package cache in its layer",
  why: "The builds of those who start from this image run it: what is wrong here is wrong in each of them, and they cannot mend it.",
  todo: "Clean in the RUN that installs, use the option of the package manager, or a cache mount.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(CACHE_NAMES),
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = deferredRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN behind ONBUILD");
    const findings = runs
      .flatMap((run) => run.leftovers)
      .map(({ manager, path, command, remedy }) =>
        finding(`${manager} leaves ${path} in the layer (\`${remedy}\` keeps it out)`, placeOf(dockerfile, command), {
          aliases: namesFor(CACHE_NAMES, manager),
        }),
      );
    return noOr(findings, () => yes("what ONBUILD installs leaves no caches"));
  },
  examples: [
    { title: "no cache", says: "yes", files: "FROM alpine:3.23\nONBUILD RUN apk add --no-cache tini\n" },
    { title: "a cache", says: "no", files: "FROM alpine:3.23\nONBUILD RUN «apk add tini»\n" },
  ],
});
