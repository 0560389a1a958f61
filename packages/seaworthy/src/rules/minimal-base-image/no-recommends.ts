import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import type { Install } from "../../models/shell/packages.js";
import { defineRule } from "../../rule.js";

const OFF = /Install-Recommends["'\s=:]+(?:0|false|no)|solver\.onlyRequires\s*=\s*true/i;

export default defineRule({
  id: "minimal-base-image/no-recommends",
  claim: "system packages come without those that they merely recommend",
  why: "apt and zypper also install what a package recommends, which may be several times its size and brings vulnerabilities of its own.",
  todo: "Write `apt-get install -y --no-install-recommends …` (zypper: `--no-recommends`) and name what is really needed.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3015", "DS-0029"],
  source(service) {
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const { runs } = stage.facts;
    const file = dockerfile.path;
    if (!runs.some((run) => run.installs.some(mayRecommend)))
      return notApplicable("the shipped stage installs no package whose manager adds recommended ones");
    const settled = runs.findIndex(
      ({ instruction }) => OFF.test(instruction.text) || instruction.heredocs.some(({ body }) => OFF.test(body)),
    );
    const installs = runs.flatMap((run, index) =>
      run.installs.filter(mayRecommend).map((install) => ({ install, settled: settled >= 0 && settled <= index })),
    );
    const findings = installs
      .filter(
        ({ install, settled }) =>
          !settled && !install.flags.some((flag) => /^--no-(install-)?recommends$/.test(flag) || OFF.test(flag)),
      )
      .map(({ install }) =>
        finding(
          `${install.packages
            .slice(0, 3)
            .map(({ name }) => name)
            .join(", ")}${install.packages.length > 3 ? ", …" : ""} come with their recommended packages`,
          { file, range: install.range },
          install.manager === "apt" ? {} : { aliases: [] },
        ),
      );
    return noOr(findings, () => yes("installs without recommended packages"));
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = {
      title: "install without recommended packages",
      safety: "review",
      order: "line",
      changes: ["runs"],
    } as const;
    return fixEach(findings, how, ({ range }) => {
      const run = stage?.facts.runs.find(({ installs }) => installs.some((one) => one.range[0] === range[0]));
      const install = run?.installs.find((one) => one.range[0] === range[0]);
      if (!dockerfile || !install) return null;
      const at = install.command.words.findIndex(({ text }) => /^(?:install|in)$/.test(text));
      if (at < 0) return "the command of the install is not plain";
      return [
        insertWords(dockerfile, install.command, at, install.manager === "apt" ? "--no-install-recommends" : "--no-recommends"),
      ];
    });
  },
  examples: [
    {
      title: "without",
      says: "yes",
      files: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y --no-install-recommends tini\n",
    },
    { title: "with", says: "no", files: "FROM debian:13-slim\nRUN apt-get update && «apt-get install -y tini»\n" },
  ],
});

function mayRecommend({ manager, packages }: Install): boolean {
  return (manager === "apt" || manager === "zypper") && packages.length > 0;
}
