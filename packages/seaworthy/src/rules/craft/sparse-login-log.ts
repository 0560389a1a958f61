import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { insertWords } from "../../models/dockerfile/edit/script.js";
import { callsAny, writtenCommands, writtenRuns } from "../../models/dockerfile/written.js";
import { accountsOf } from "../../models/shell/users.js";
import { defineRule } from "../../rule.js";

const HIGH = 100_000;

export default defineRule({
  id: "craft/sparse-login-log",
  claim: "no user of a high number gets an entry in the login logs",
  why: "useradd writes to /var/log/lastlog and faillog at the place that the number says: a file of many gigabytes with nothing in it, which a layer stores in full.",
  todo: "Add `--no-log-init` (`-l`), or choose a lower number.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3046"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!callsAny(dockerfile, ["useradd"])) return notApplicable("useradd is not called");
    const users = writtenRuns(dockerfile)
      .flatMap((run) => (run.script ? accountsOf(run.script) : []))
      .filter((one) => one.kind === "user" && one.command.name === "useradd");
    if (users.length === 0) return notApplicable("useradd is not called");
    const findings = users
      .filter(({ id, command }) => id !== null && id >= HIGH && !command.words.some(({ text }) => NO_LOG.test(text)))
      .map((one) => finding(`the number ${one.id} makes the login logs huge`, placeOf(dockerfile, one)));
    return noOr(findings, () => yes("no user with a high number is logged"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write no login logs", safety: "safe", order: "line", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => {
      const command =
        dockerfile &&
        writtenCommands(dockerfile).find(({ command: one }) => one.name === "useradd" && one.range[0] === range[0])?.command;
      return dockerfile && command ? [insertWords(dockerfile, command, 0, "--no-log-init")] : null;
    });
  },
  examples: [
    { title: "without a log", says: "yes", files: "FROM debian:13-slim\nRUN useradd -l -u 200000 app\n" },
    { title: "with one", says: "no", files: "FROM debian:13-slim\nRUN «useradd -u 200000 app»\n" },
  ],
});

const NO_LOG = /^(?:--no-log-init|-[A-Za-z]*l[A-Za-z]*)$/;
