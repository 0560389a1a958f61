import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { allNames, LANGUAGE_PACKAGE_NAMES, namesFor } from "../../knowledge/linter-names.js";
import { runsOf } from "../../models/project/locked-installs.js";
import { type Install, type NamedPackage, unpinned } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/language-packages",
  claim: "packages that the Dockerfile names for npm, pip, gem, go or cargo have a version",
  why: "A tool installed without a version is the newest one of the day of the build, and its next major release breaks a build that nobody changed.",
  todo: "Name the version: `npm install -g pnpm@9.15.0`, `pip install gunicorn==23.0.0`, `go install example.com/tool@v1.2.3`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(LANGUAGE_PACKAGE_NAMES),
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const installs: Install[] = [];
    for (const run of runsOf(dockerfile, stage)) {
      for (const install of run.installs) if (!install.system && install.packages.some(isNamed)) installs.push(install);
    }
    if (installs.length === 0) return notApplicable("no package is named on a command line");
    const found = installs.flatMap((install) =>
      unpinned(install)
        .filter((one) => one.word.value !== null && !/[*?{]/.test(one.name))
        .map((one) =>
          finding(
            `${install.manager} installs ${one.name} in whatever version is newest`,
            { file: dockerfile.path, range: one.word.range },
            { aliases: namesFor(LANGUAGE_PACKAGE_NAMES, install.manager) },
          ),
        ),
    );
    return noOr(found, () => {
      const hidden = installs.flatMap((one) => one.packages).find((one) => one.word.value === null && one.version === null);
      return hidden
        ? unknown(`which packages \`${hidden.name}\` stands for is not known`, {
            file: dockerfile.path,
            range: hidden.word.range,
          })
        : yes("all named packages have a version");
    });
  },
  examples: [
    { title: "a version", says: "yes", files: "FROM node:22.12.0-slim\nRUN npm install -g pnpm@9.15.0\n" },
    { title: "the newest", says: "no", files: "FROM node:22.12.0-slim\nRUN npm install -g «pnpm»\n" },
  ],
});

function isNamed({ source }: NamedPackage): boolean {
  return source === "index" || source === "git";
}
