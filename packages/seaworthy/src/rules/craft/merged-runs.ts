import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import type { RunInstruction } from "../../models/dockerfile/ast.js";
import { joinedRun } from "../../models/dockerfile/edit/joined-run.js";
import { type WrittenRun, writtenInstructions, writtenRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/merged-runs",
  claim: "no single commands stand in RUNs one after the other",
  why: "Each RUN makes a layer; what one of them deletes is still in the layer before. Steps that change at different times are better apart: then waive this.",
  todo: "Join them with `&&` or in a heredoc (`RUN <<EOF`), unless the first is worth a cache entry of its own.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3059"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = writtenRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN");
    const findings: Finding[] = [];
    let last: WrittenRun | null = null;
    let number = 0;
    for (const each of writtenInstructions(dockerfile)) {
      if (each.keyword === "ONBUILD") continue;
      // The RUNs are listed in the same order.
      const run: WrittenRun | null = each.keyword === "RUN" ? (runs[number++] ?? null) : null;
      if (run && last && isSingle(run) && isSingle(last) && areAlike(run.instruction, last.instruction)) {
        findings.push(finding("this RUN could be one with that above it", placeOf(dockerfile, each)));
      }
      last = run;
    }
    return noOr(findings, () => yes("no RUNs of one command follow each other"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "make one RUN of both", safety: "review", order: "instruction", changes: ["runs"] } as const;
    return fixEach(findings, how, ({ range }) => (dockerfile ? joinedRun(dockerfile, range) : null));
  },
  examples: [
    { title: "one RUN", says: "yes", files: "FROM alpine:3.23\nRUN adduser -D app && mkdir /srv/app\n" },
    { title: "two", says: "no", files: "FROM alpine:3.23\nRUN adduser -D app\n«RUN mkdir /srv/app»\n" },
  ],
});

/** One program with its arguments, tests in front of it not counted; what a script of another language does is not known. */
function isSingle({ instruction, script }: WrittenRun): boolean {
  if (!script) return instruction.json;
  const { commands } = script;
  return commands.length < 2 || commands.filter(({ name }) => name !== "[" && name !== "[[").length < 2;
}

function areAlike(one: RunInstruction, other: RunInstruction): boolean {
  return one.onbuild === other.onbuild && (one.flags.length + other.flags.length === 0 || flagsOf(one) === flagsOf(other));
}

function flagsOf(run: RunInstruction): string {
  return run.flags
    .map(({ name, value }) => `${name}=${value}`)
    .sort()
    .join(" ");
}
