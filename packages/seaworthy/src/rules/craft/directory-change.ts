import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { changedByWorkdir } from "../../models/dockerfile/edit/directory.js";
import { writtenCalls, writtenRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/directory-change",
  claim: "no RUN changes its directory with cd",
  why: "What cd does ends with its RUN, which the next reader forgets; a failed cd in the middle of a script lets the rest work in the wrong place.",
  todo: "Set the directory with WORKDIR, use the tool's own option (`make -C`, `tar -C`, `git -C`), or keep the change inside a subshell: `(cd lib && make)`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3003", "DS-0013"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!writtenRuns(dockerfile).some((run) => run.script)) return notApplicable("no RUN holds a shell script");
    const findings = writtenCalls(dockerfile, "cd")
      // What happens inside a subshell or a function's loop cannot be said with WORKDIR.
      .filter(({ command }) => !command.inside.some((one) => OWN_PROCESS.has(one)))
      .map(({ command }) => finding("cd instead of WORKDIR: it is forgotten after this RUN", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("no RUN changes its directory"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "set the directory with WORKDIR", safety: "safe", order: "instruction", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? changedByWorkdir(dockerfile, range) : null));
  },
  examples: [
    { title: "WORKDIR", says: "yes", files: "FROM alpine:3.23\nWORKDIR /src\nRUN make\n" },
    { title: "cd", says: "no", files: "FROM alpine:3.23\nRUN «cd /src» && make\n" },
  ],
});

const OWN_PROCESS: ReadonlySet<string> = new Set(["subshell", "substitution", "loop", "function"]);
