import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import { writtenCalls, writtenCommands } from "../../models/dockerfile/written.js";
import { factsOfBase } from "../../models/project/base-facts.js";
import { shown } from "../../models/shell/options.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/quiet-download",
  claim: "wget does not fill the build log with its progress",
  why: "Without a terminal wget prints a line for every few kilobytes: the log of the build is of no use.",
  todo: "Add `--progress=dot:giga`, `-nv` or `-q`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3047"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const calls = writtenCalls(dockerfile, "wget").filter(
      ({ command, run }) => !isBusybox(run.stage) && command.words.slice(1).some((one) => !shown(one).startsWith("-")),
    );
    if (calls.length === 0) return notApplicable("GNU wget downloads nothing");
    const findings = calls
      .filter(({ command }) => !command.words.some((word) => SILENT.test(shown(word))))
      .map(({ command }) => finding("wget prints its progress into the build log", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("wget keeps its progress to itself"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "keep wget quiet", safety: "safe", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      const command = dockerfile && writtenCommands(dockerfile).find(({ command: one }) => one.range[0] === range[0])?.command;
      return dockerfile && command ? [insertWords(dockerfile, command, 0, "-nv")] : null;
    });
  },
  examples: [
    { title: "quiet", says: "yes", files: "FROM debian:13-slim\nRUN wget -nv https://example.com/a.tgz\n" },
    { title: "loud", says: "no", files: "FROM debian:13-slim\nRUN «wget https://example.com/a.tgz»\n" },
  ],
});

const SILENT =
  /^(?:--(?:progress|quiet|no-verbose|output-file|append-output|help|version|spider)(?:=.*)?|-nv|-[bcdhkmNprSvVxEFHKL46]*[qoa].*)$/;

/** BusyBox's wget knows none of these options, and shows its progress in one line. */
function isBusybox(stage: Stage | null): boolean {
  if (!stage) return false;
  const family = factsOfBase(stage)?.os?.family;
  return (
    (family === "alpine" || family === "busybox") &&
    !stage.facts.runs.some((run) => run.installs.some((install) => install.packages.some(({ name }) => name === "wget")))
  );
}
