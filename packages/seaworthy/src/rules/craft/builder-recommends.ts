import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import { builderRuns } from "../../models/dockerfile/written.js";
import { recommends } from "../../models/shell/confirmations.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/builder-recommends",
  claim: "no apt install outside the shipped stage brings recommended packages",
  why: "What a build stage installs does not ship: recommended packages cost time in its build. `minimal-base-image/no-recommends` looks at the shipped stage.",
  todo: "Write `apt-get install -y --no-install-recommends …`.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3015", "DS-0029"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const installs = builderRuns(dockerfile, stage)
      .flatMap((run) => run.installs)
      .filter((install) => recommends(install) !== null);
    if (installs.length === 0) return notApplicable("apt installs nothing outside the shipped stage");
    const findings = installs
      .filter((install) => recommends(install))
      .map((install) => finding("installs what is merely recommended as well", placeOf(dockerfile, install)));
    return noOr(findings, () => yes("apt leaves out what is merely recommended"));
  },
  fix({ dockerfile, stage }, _, { findings }) {
    const how = { title: "install without recommended packages", safety: "review", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      const runs = dockerfile && stage ? builderRuns(dockerfile, stage) : [];
      const install = runs.flatMap((run) => run.installs).find((one) => one.range[0] === range[0]);
      const at = install?.command.words.findIndex(({ text }) => text === "install") ?? -1;
      return dockerfile && install && at > 0 ? [insertWords(dockerfile, install.command, at, "--no-install-recommends")] : null;
    });
  },
  examples: [
    {
      title: "without",
      says: "yes",
      files: "FROM debian:13 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\nFROM scratch\n",
    },
    {
      title: "with",
      says: "no",
      files: "FROM debian:13 AS build\nRUN apt-get update && «apt-get install -y gcc»\nFROM scratch\n",
    },
  ],
});
