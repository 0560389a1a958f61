import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, LANGUAGE_PACKAGE_NAMES, namesFor, SYSTEM_PACKAGE_NAMES } from "../../knowledge/linter-names.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { writtenRuns } from "../../models/dockerfile/written.js";
import { unpinned } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/unneeded-stage-packages",
  claim: "stages that the shipped one does not need install packages by version too",
  why: "Stages for tests and tools are built on demand: what they install is another release on another day. `pinned-versions` looks at the stages that go into the shipped one.",
  todo: "Name the version.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: [...allNames(SYSTEM_PACKAGE_NAMES), ...allNames(LANGUAGE_PACKAGE_NAMES)],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const needed = new Set(neededStages(dockerfile, stage));
    const installs = writtenRuns(dockerfile)
      .filter((run) => !run.instruction.onbuild && run.stage !== null && !needed.has(run.stage))
      .flatMap((run) => run.installs);
    if (installs.length === 0) return notApplicable("no other stage installs anything");
    const findings = installs.flatMap((install) =>
      unpinned(install)
        .filter(({ name, word }) => word.value !== null && !/[*?{]/.test(name))
        .map(({ name, word }) =>
          finding(`${install.manager} installs ${name} in whatever version is newest`, placeOf(dockerfile, word), {
            aliases: namesFor(install.system ? SYSTEM_PACKAGE_NAMES : LANGUAGE_PACKAGE_NAMES, install.manager),
          }),
        ),
    );
    return noOr(findings, () => yes("the packages that they name have a version"));
  },
  examples: [
    {
      title: "a version",
      says: "yes",
      files: "FROM node:24.11.0 AS test\nRUN npm install -g c8@10.1.3\nFROM node:24.11.0-alpine\n",
    },
    { title: "the newest", says: "no", files: "FROM node:24.11.0 AS test\nRUN npm install -g «c8»\nFROM node:24.11.0-alpine\n" },
  ],
});
