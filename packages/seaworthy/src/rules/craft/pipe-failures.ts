import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, inserted } from "../../core/edit.js";
import { isInside, placeOf } from "../../core/place.js";
import type { OsFamily } from "../../knowledge/bases.js";
import { keyword, linesBefore } from "../../models/dockerfile/edit/lines.js";
import { type WrittenRun, writtenPipes, writtenRuns } from "../../models/dockerfile/written.js";
import { factsOfBase } from "../../models/project/base-facts.js";
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
    let last: WrittenRun | null = null;
    for (const { command, run } of writtenPipes(dockerfile)) {
      if (run === last || !hidesFailure(command)) continue;
      last = run;
      if (run.script?.pipefail === false) {
        findings.push(finding("a failure before the last pipe goes unseen: pipefail is not set", placeOf(dockerfile, command)));
      }
    }
    return noOr(findings, () =>
      last ? yes("pipefail is set wherever something can fail before a pipe") : notApplicable("no RUN has a pipe that matters"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = {
      title: "set pipefail for RUN",
      safety: "review",
      order: "instruction",
      changes: ["shell", "runs"],
    } as const;
    const done = new Set<number>();
    return fixEach(findings, how, ({ range }) => {
      const run = dockerfile && writtenRuns(dockerfile).find((one) => isInside(range, one.instruction));
      if (!dockerfile || !run) return null;
      const { instruction, stage, shell, script } = run;
      if (!stage || instruction.onbuild) return "it is behind ONBUILD: the shell is for others to choose";
      const family = factsOfBase(stage)?.os?.family;
      const line = SHELL_LINES.find(([families]) => family && families.includes(family))?.[1];
      const isDefault = shell.join(" ") === "/bin/sh -c";
      if (isDefault && line !== undefined && !instruction.heredocs.length) {
        const first = done.has(stage.index);
        done.add(stage.index);
        return first ? null : [linesBefore(dockerfile, instruction, [`${keyword(dockerfile, "SHELL")} ${line}`])];
      }
      const start = script?.commands[0];
      const known = /(?:^|\/)(?:bash|ash|zsh|ksh)$/.test(shell[0] ?? "");
      if (!known || !start || instruction.json) return "which shell the base image has is not known";
      return [inserted(dockerfile.path, start.range[0], "set -o pipefail && ")];
    });
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

/** Whether a pipe hides that the command fails. */
function hidesFailure({ pipe, name, words }: Command): boolean {
  if (pipe.index >= pipe.length - 1) return false;
  return name === null || !HARMLESS.has(name) || (name === "cat" && words.length > 1);
}

/** What sets pipefail, by what the families of systems have. */
const SHELL_LINES: readonly (readonly [families: readonly OsFamily[], line: string])[] = [
  [["alpine"], '["/bin/ash", "-eo", "pipefail", "-c"]'],
  [
    ["debian", "ubuntu", "rhel", "centos", "fedora", "rocky", "alma", "oracle", "amazon", "suse"],
    '["/bin/bash", "-o", "pipefail", "-c"]',
  ],
];
