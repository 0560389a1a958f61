import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { allNames, namesFor, QUESTION_NAMES } from "../../knowledge/linter-names.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import { callsAny, writtenCommands, writtenRuns } from "../../models/dockerfile/written.js";
import { confirms, isConfirmed } from "../../models/shell/confirmations.js";
import type { Command } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/confirmed-install",
  claim: "no install of system packages waits for an answer",
  why: "A build has nobody at the keyboard: a package manager that asks gets no answer and gives up.",
  todo: "Say yes beforehand: `apt-get install -y`, `dnf install -y`, `yum install -y`, `zypper --non-interactive install`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: allNames(QUESTION_NAMES),
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings: Finding[] = [];
    let asked = false;
    const zypper = callsAny(dockerfile, ["zypper"]);
    for (const run of writtenRuns(dockerfile)) {
      const seen = zypper ? new Set<Command>() : null;
      for (const install of run.installs) {
        const confirmed = install.system ? confirms(install) : null;
        if (confirmed === null) continue;
        asked = true;
        seen?.add(install.command);
        if (!confirmed && install.command.pipe.index === 0) {
          findings.push(
            finding(`${install.manager} will ask before it installs, and nobody answers`, placeOf(dockerfile, install), {
              aliases: namesFor(QUESTION_NAMES, install.manager),
            }),
          );
        }
      }
      if (seen === null) continue;
      for (const command of run.script?.commands ?? []) {
        if (seen.has(command)) continue;
        const confirmed = isConfirmed(command);
        if (confirmed === null) continue;
        asked = true;
        if (!confirmed)
          findings.push(
            finding("zypper will ask before it goes on, and nobody answers", placeOf(dockerfile, command), {
              aliases: namesFor(QUESTION_NAMES, "zypper"),
            }),
          );
      }
    }
    return noOr(findings, () => (asked ? yes("every install goes on without asking") : notApplicable("no package manager asks")));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "say yes beforehand", safety: "safe", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      if (!dockerfile) return null;
      const command = writtenCommands(dockerfile).find(({ command: one }) => one.range[0] === range[0])?.command;
      if (!command) return null;
      if (command.name === "zypper") return [insertWords(dockerfile, command, 0, "--non-interactive")];
      const at = command.words.findIndex(({ text }, index) => index > 0 && !text.startsWith("-"));
      return at < 0 ? null : [insertWords(dockerfile, command, at, "-y")];
    });
  },
  examples: [
    { title: "-y", says: "yes", files: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y tini\n" },
    { title: "it asks", says: "no", files: "FROM debian:13-slim\nRUN apt-get update && «apt-get install tini»\n" },
  ],
});
