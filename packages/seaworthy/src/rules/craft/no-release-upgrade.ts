import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenCommands } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-release-upgrade",
  claim: "no RUN moves the base image to another release",
  why: "`dist-upgrade` of zypper replaces the system by another release of it: what comes out is neither the base that FROM names nor the same tomorrow.",
  todo: "Name the wanted release in FROM and take it in with its next tag or digest.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3035"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const calls = writtenCommands(dockerfile).filter(({ command }) => command.name === "zypper");
    if (calls.length === 0) return notApplicable("zypper is not called");
    const findings = calls
      .filter(({ command }) => command.words.some((word) => word.value === "dup" || word.value === "dist-upgrade"))
      .map(({ command }) => finding("zypper replaces the release that FROM names", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("zypper stays within the release"));
  },
  examples: [
    { title: "a patch", says: "yes", files: "FROM opensuse/leap:16.0\nRUN zypper -n patch && zypper clean -a\n" },
    { title: "an upgrade", says: "no", files: "FROM opensuse/leap:15.6\nRUN «zypper -n dup»\n" },
  ],
});
