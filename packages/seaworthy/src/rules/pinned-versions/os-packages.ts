import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { allNames, namesFor, SYSTEM_PACKAGE_NAMES } from "../../knowledge/linter-names.js";
import type { Dockerfile, RunFacts } from "../../models/dockerfile/dockerfile.js";
import { setElsewhere } from "../../models/dockerfile/elsewhere.js";
import { runsOf } from "../../models/project/locked-installs.js";
import { unpinned } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/os-packages",
  claim: "packages of the operating system have a version",
  why: "Without a version the package of the day is installed. With one the build breaks as soon as the mirror drops it, which Debian and Alpine do with every fix: a digest of the base and a scan serve most teams better.",
  todo: "Name the version (`apt-get install -y curl=7.88.1-10+deb12u8`), from a mirror that keeps old ones such as snapshot.debian.org.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(SYSTEM_PACKAGE_NAMES),
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const installs = runsOf(dockerfile, stage).flatMap((run) =>
      run.installs
        .filter((install) => install.system && install.packages.some((one) => one.source === "index"))
        .map((install) => ({ run, install })),
    );
    if (installs.length === 0) return notApplicable("no package of the operating system is installed");
    const found = installs.flatMap(({ run, install }) => {
      const open = new Set(unpinned(install).filter(({ name, word }) => word.value !== null && !/[*?{]/.test(name)));
      return install.packages.flatMap((one) => {
        const lost = one.word.value === null ? lostVariable(dockerfile, run, one.word.text) : null;
        if (!lost && !open.has(one)) return [];
        const what = lost
          ? `the version of ${one.name} is in ${lost}, which another stage sets: here it is empty`
          : `${install.manager} installs ${one.name} in whatever version the mirror has`;
        return [finding(what, placeOf(dockerfile, one.word), { aliases: namesFor(SYSTEM_PACKAGE_NAMES, install.manager) })];
      });
    });
    return noOr(found, () => {
      const hidden = installs
        .flatMap(({ install }) => install.packages)
        .find((one) => one.word.value === null && one.version === null);
      return hidden ? unknown(`which packages \`${hidden.name}\` stands for is not known`) : yes("all packages have a version");
    });
  },
  examples: [
    {
      title: "a version",
      says: "yes",
      files: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u8\n",
    },
    { title: "none", says: "no", files: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y «curl»\n" },
  ],
});

function lostVariable(dockerfile: Dockerfile, { stage, script }: RunFacts, text: string): string | null {
  const local = new Set(script?.commands.flatMap(({ assignments }) => assignments.map(({ name }) => name)));
  return setElsewhere(dockerfile, stage, text, local);
}
