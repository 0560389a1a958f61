import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, LANGUAGE_PACKAGE_NAMES, namesFor } from "../../knowledge/linter-names.js";
import { deferredRuns } from "../../models/dockerfile/written.js";
import { unpinned } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-language-packages",
  claim: "language packages that ONBUILD installs have a version",
  why: "The builds of those who start from this image run it: what is wrong here is wrong in each of them, and they cannot mend it.",
  todo: "Name the version: `ONBUILD RUN npm install -g pnpm@9.15.0`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(LANGUAGE_PACKAGE_NAMES),
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = deferredRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN behind ONBUILD");
    // pipenv writes what it found into its lockfile.
    const findings = runs
      .flatMap((run) => run.installs)
      .filter((install) => !install.system && install.manager !== "pipenv")
      .flatMap((install) => unpinned(install).map((one) => ({ ...one, manager: install.manager })))
      .filter((one) => one.word.value !== null && !/[*?{]/.test(one.name))
      .map(({ manager, name, word }) =>
        finding(`${manager} will install ${name} in whatever version is newest then`, placeOf(dockerfile, word), {
          aliases: namesFor(LANGUAGE_PACKAGE_NAMES, manager),
        }),
      );
    return noOr(findings, () => yes("all packages that ONBUILD names have a version"));
  },
  examples: [
    { title: "a version", says: "yes", files: "FROM node:24-alpine\nONBUILD RUN npm install -g pnpm@9.15.0\n" },
    { title: "the newest", says: "no", files: "FROM node:24-alpine\nONBUILD RUN npm install -g «pnpm»\n" },
  ],
});
