import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { builderRuns, deferredRuns } from "../../models/dockerfile/written.js";
import type { Command } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/builder-downloaders",
  claim: "no stage but the shipped one, and no ONBUILD, calls both curl and wget",
  why: "The two do the same. Outside the shipped stage the second one costs a little time; `minimal-base-image/one-downloader` looks at what ships.",
  todo: "Choose one of them for all downloads.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4001", "DS-0014"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const first = new Map<string, string>();
    const findings: Finding[] = [];
    for (const run of [...builderRuns(dockerfile, stage), ...deferredRuns(dockerfile)]) {
      const group = groupOf(run.stage, run.instruction.onbuild);
      for (const command of (run.script?.commands ?? []).filter(isDownloader)) {
        const known = first.get(group) ?? command.name ?? "";
        first.set(group, known);
        if (known !== command.name)
          findings.push(finding(`${command.name} beside ${known}: one of them is enough`, placeOf(dockerfile, command)));
      }
    }
    return noOr(findings, () =>
      first.size > 0 ? yes("each uses one of the two") : notApplicable("neither is called outside the shipped stage"),
    );
  },
  examples: [
    { title: "one", says: "yes", files: "FROM debian:13 AS build\nRUN curl -fO https://example.com/a\nFROM scratch\n" },
    {
      title: "both",
      says: "no",
      files: "FROM debian:13 AS build\nRUN curl -fO https://example.com/a\nRUN «wget -q https://example.com/b»\nFROM scratch\n",
    },
  ],
});

function groupOf(stage: Stage | null, onbuild: boolean): string {
  return `${stage?.index} ${onbuild}`;
}

function isDownloader({ name }: Command): boolean {
  return name === "curl" || name === "wget";
}
