import { finding, noOr, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/inline-waivers",
  claim: "no finding of hadolint is waived inside the Dockerfile",
  why: "For teams that decide about exceptions in one place: a comment in the file escapes the review of the config.",
  todo: "Move the exception into the config, with a reason.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL1001"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings = dockerfile.comments
      .filter(({ text }) => /^hadolint\s+ignore\s*=\s*[DLSC\d]+(?:\s*,\s*[DLSC\d]+)*\s*(?:#|$)/.test(text))
      .map((comment) => finding("a waiver inside the file", placeOf(dockerfile, comment)));
    return noOr(findings, () => yes("there is no hadolint ignore comment"));
  },
  examples: [
    { title: "none", says: "yes", files: "FROM alpine:3.23\nRUN apk add --no-cache tini\n" },
    { title: "one", says: "no", files: "FROM alpine:3.23\n«# hadolint ignore=DL3018»\nRUN apk add --no-cache tini\n" },
  ],
});
