import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { type WrittenRun, writtenRuns } from "../../models/dockerfile/written.js";
import type { Command } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

/** What cannot fail in a way that matters; `yes` even ends by a signal when all is well. */
const HARMLESS: ReadonlySet<string> = new Set(["echo", "printf", "yes", "true", "cat"]);

export default defineRule({
  id: "craft/pipe-failures",
  claim: "a RUN with a pipe fails when any part of it fails",
  why: "A pipeline's result is that of its last command: a download that fails halfway is unpacked, and the build goes on.",
  todo: 'Set `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it (`/bin/ash -eo pipefail` on Alpine), or begin the RUN with `set -o pipefail`.',
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4006"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings: Finding[] = [];
    let piped = false;
    for (const run of writtenRuns(dockerfile)) {
      const pipe = firstPipe(run);
      if (!pipe) continue;
      piped = true;
      if (run.script?.pipefail === false) {
        findings.push(finding("a failure before the last pipe goes unseen: pipefail is not set", placeOf(dockerfile, pipe)));
      }
    }
    return noOr(findings, () =>
      piped ? yes("pipefail is set wherever something can fail before a pipe") : notApplicable("no RUN has a pipe that matters"),
    );
  },
  examples: [
    {
      title: "pipefail",
      says: "yes",
      files: 'FROM debian:13-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -f https://example.com/a.tgz | tar xz\n',
    },
    { title: "without", says: "no", files: "FROM debian:13-slim\nRUN «curl -f https://example.com/a.tgz» | tar xz\n" },
  ],
});

/** The first command whose failure a pipe hides. */
function firstPipe(run: WrittenRun): Command | undefined {
  return run.script?.commands.find(
    ({ pipe, name, words }) =>
      pipe.index < pipe.length - 1 && !(name !== null && HARMLESS.has(name) && !(name === "cat" && words.length > 1)),
  );
}
