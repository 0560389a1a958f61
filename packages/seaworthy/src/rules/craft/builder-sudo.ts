import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { withoutSudo } from "../../models/dockerfile/edit/sudo.js";
import { writtenBehind, writtenRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/builder-sudo",
  claim: "no RUN outside the shipped stage calls sudo",
  why: "A RUN has the rights of the USER in force: sudo adds a program that may ask for a terminal, and hides who does what. What ships is judged by `non-root-user/no-sudo`.",
  todo: "Leave sudo out, and put what needs root before USER.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3004", "DS-0010"],
  source({ dockerfile, stage }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const shipped = new Set(stage?.facts.runs.map((run) => run.instruction));
    if (writtenRuns(dockerfile).every((run) => shipped.has(run.instruction)))
      return notApplicable("every RUN is of the shipped stage");
    const findings = writtenBehind(dockerfile, "sudo")
      .filter(({ run }) => !shipped.has(run.instruction))
      .map(({ command }) => finding("sudo in a build: a RUN has the rights of its USER", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("sudo is not called"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "leave sudo out", safety: "review", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? withoutSudo(dockerfile, range) : null));
  },
  examples: [
    {
      title: "root",
      says: "yes",
      files: "FROM golang:1.25 AS build\nRUN make install\nFROM scratch\nCOPY --from=build /app /app\n",
    },
    {
      title: "sudo",
      says: "no",
      files: "FROM golang:1.25 AS build\nRUN «sudo make install»\nFROM scratch\nCOPY --from=build /app /app\n",
    },
  ],
});
