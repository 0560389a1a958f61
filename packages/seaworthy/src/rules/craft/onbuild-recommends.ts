import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { deferredRuns } from "../../models/dockerfile/written.js";
import { recommends } from "../../models/shell/confirmations.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-recommends",
  claim: "no apt install behind ONBUILD brings recommended packages",
  why: "The builds of those who start from this image run it: what is wrong here is wrong in each of them, and they cannot mend it.",
  todo: "Add `--no-install-recommends`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3015", "DS-0029"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = deferredRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN behind ONBUILD");
    const findings = runs
      .flatMap((run) => run.installs)
      .filter((install) => install.packages.length > 0 && recommends(install) === true)
      .map((install) => finding("recommended packages come along", placeOf(dockerfile, install)));
    return noOr(findings, () => yes("no recommended packages come along"));
  },
  examples: [
    {
      title: "without",
      says: "yes",
      files: "FROM debian:13-slim\nONBUILD RUN apt-get install -y --no-install-recommends tini\n",
    },
    { title: "with", says: "no", files: "FROM debian:13-slim\nONBUILD RUN «apt-get install -y tini»\n" },
  ],
});
