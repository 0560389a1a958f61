import { type Answer, type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { writtenCalls } from "../../models/dockerfile/written.js";
import { askHistory } from "../../models/image/history-file.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-release-upgrade",
  claim: "no RUN moves the base image to another release, or exchanges its packages at will",
  why: "`dist-upgrade` of zypper replaces the system by another release of it, that of apt adds and removes packages as it likes: what comes out is neither the base that FROM names nor the same tomorrow.",
  todo: "Name the wanted release in FROM and take it in with its next tag or digest; take single fixes with `apt-get upgrade`, or by a newer base.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3035", "DKL-DI-0003"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    return judge(dockerfile);
  },
  image(image) {
    return askHistory(image, judge) ?? notApplicable("the history tells of no command");
  },
  examples: [
    { title: "a patch", says: "yes", files: "FROM opensuse/leap:16.0\nRUN zypper -n patch && zypper clean -a\n" },
    { title: "an upgrade", says: "no", files: "FROM opensuse/leap:15.6\nRUN «zypper -n dup»\n" },
  ],
});

function judge(dockerfile: Dockerfile): Answer {
  const calls = writtenCalls(dockerfile, "zypper", "apt", "apt-get", "aptitude");
  if (calls.length === 0) return notApplicable("neither zypper nor apt is called");
  const findings = calls.flatMap(({ command }): Finding[] => {
    if (command.name === "zypper") {
      const all = command.words.some((word) => word.value === "dup" || word.value === "dist-upgrade");
      if (!all) return [];
      return [finding("zypper replaces the release that FROM names", placeOf(dockerfile, command), { aliases: ["DL3035"] })];
    }
    const verb = command.words.find((word, index) => index > 0 && !word.text.startsWith("-"))?.value;
    if (verb !== "dist-upgrade" && verb !== "full-upgrade") return [];
    const message = `${command.name} ${verb} adds and removes packages of the base at will`;
    return [finding(message, placeOf(dockerfile, command), { aliases: ["DKL-DI-0003"] })];
  });
  return noOr(findings, () => yes("the packages of the base stay within their release"));
}
