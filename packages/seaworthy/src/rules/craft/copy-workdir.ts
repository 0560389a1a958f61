import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { CopyInstruction } from "../../models/dockerfile/ast.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenInstructions, writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copy-workdir",
  claim: "a relative destination of COPY has a WORKDIR before it",
  why: "Without a WORKDIR the files land where the base image happens to stand, which a new version of it may change.",
  todo: "Set a WORKDIR before the COPY, or write the whole path.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3045"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!writtenOf(dockerfile, "COPY").some(isRelative)) return notApplicable("no destination is relative");
    const findings: Finding[] = [];
    const settled = new Set<Stage | null>();
    let stage: Stage | null = null;
    let deferred = false;
    for (const each of writtenInstructions(dockerfile)) {
      if (each.keyword === "FROM") {
        stage = dockerfile.stages[each.stage] ?? null;
        deferred = false;
        if (stage?.parent && settled.has(stage.parent)) settled.add(stage);
      } else if (each.keyword === "WORKDIR") {
        if (each.onbuild) deferred = true;
        else settled.add(stage);
      } else if (each.keyword === "COPY" && each.destination) {
        if (!isRelative(each)) continue;
        const path = unquoted(each.destination.text);
        if (settled.has(stage) || (each.onbuild && deferred)) continue;
        findings.push(
          finding(`where ${path} is depends on the base image: no WORKDIR is set`, placeOf(dockerfile, each.destination)),
        );
      }
    }
    return noOr(findings, () => yes("a WORKDIR stands before every relative destination"));
  },
  examples: [
    { title: "a WORKDIR", says: "yes", files: "FROM node:24-alpine\nWORKDIR /srv\nCOPY server.js ./\n" },
    { title: "none", says: "no", files: "FROM node:24-alpine\nCOPY server.js «./»\n" },
  ],
});

function isRelative({ destination }: CopyInstruction): boolean {
  return destination !== null && !/^(?:[/\\$]|[A-Za-z]:)/.test(unquoted(destination.text));
}
