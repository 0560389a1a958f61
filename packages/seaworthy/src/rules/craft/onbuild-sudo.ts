import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { deferredRuns } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-sudo",
  claim: "no RUN behind ONBUILD calls sudo",
  why: "The builds of those who start from this image run it: what is wrong here is wrong in each of them, and they cannot mend it.",
  todo: "Leave sudo out: a RUN has the rights of the USER in force.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3004", "DS-0010"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const runs = deferredRuns(dockerfile);
    if (runs.length === 0) return notApplicable("there is no RUN behind ONBUILD");
    const findings = runs
      .flatMap((run) => run.script?.commands ?? [])
      .filter((command) => command.prefixes.includes("sudo"))
      .map((command) => finding("sudo in a build: a RUN has the rights of its USER", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("sudo is not called"));
  },
  examples: [
    { title: "root", says: "yes", files: "FROM debian:13-slim\nONBUILD USER root\nONBUILD RUN apt-get update\n" },
    { title: "sudo", says: "no", files: "FROM debian:13-slim\nONBUILD RUN «sudo apt-get update»\n" },
  ],
});
