import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { callsAny, writtenCalls } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/apt-get",
  claim: "scripts call apt-get, not apt",
  why: "apt is made for people: its own manual says that its options and its output may change between versions.",
  todo: "Write `apt-get` or `apt-cache`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3027"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!callsAny(dockerfile, ["apt", "apt-get"])) return notApplicable("neither apt nor apt-get is called");
    const findings = writtenCalls(dockerfile, "apt").map(({ command }) =>
      finding("apt is made for people, apt-get for scripts", placeOf(dockerfile, command.words[0] ?? command)),
    );
    return noOr(findings, () => yes("apt-get is called"));
  },
  fix: (_, __, { findings }) =>
    fixEach(
      findings,
      { title: "call apt-get", safety: "safe", order: "line", changes: ["runs"] },
      ({ file, range }, { message: ___ }) => [replaced(file, range, "apt-get")],
    ),
  examples: [
    { title: "apt-get", says: "yes", files: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y tini\n" },
    { title: "apt", says: "no", files: "FROM debian:13-slim\nRUN «apt» update && «apt» install -y tini\n" },
  ],
});
