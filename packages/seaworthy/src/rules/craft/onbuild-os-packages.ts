import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, namesFor, SYSTEM_PACKAGE_NAMES } from "../../knowledge/linter-names.js";
import { deferredRuns } from "../../models/dockerfile/written.js";
import { unpinned } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-os-packages",
  claim: "system packages that ONBUILD installs have a version",
  why: "The builds of those who start from this image run it: what is wrong here is wrong in each of them, and they cannot mend it.",
  todo: "Name the version, from a mirror that keeps old ones.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(SYSTEM_PACKAGE_NAMES),
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = deferredRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN behind ONBUILD");
    const findings = runs
      .flatMap((run) => run.installs)
      .filter((install) => install.system)
      .flatMap((install) => unpinned(install).map((one) => ({ ...one, manager: install.manager })))
      .filter((one) => one.word.value !== null && !/[*?{]/.test(one.name))
      .map(({ manager, name, word }) =>
        finding(`${manager} will install ${name} in whatever version is newest then`, placeOf(dockerfile, word), {
          aliases: namesFor(SYSTEM_PACKAGE_NAMES, manager),
        }),
      );
    return noOr(findings, () => yes("all packages that ONBUILD names have a version"));
  },
  examples: [
    {
      title: "a version",
      says: "yes",
      files: "FROM debian:13-slim\nONBUILD RUN apt-get update && apt-get install -y tini=0.19.0-3\n",
    },
    { title: "none", says: "no", files: "FROM debian:13-slim\nONBUILD RUN apt-get update && apt-get install -y «tini»\n" },
  ],
});
