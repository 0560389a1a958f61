import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

const HIGHEST = 65_535;

export default defineRule({
  id: "craft/exposed-port",
  claim: "every exposed port is one that exists",
  why: "Ports end at 65535: nothing can listen on a higher one, and the build or the engine refuses it.",
  todo: "Name the port that the app listens on, between 1 and 65535.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3011", "DS-0008"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const words = writtenOf(dockerfile, "EXPOSE").flatMap(({ words: own }) => own);
    if (words.length === 0) return notApplicable("no port is exposed");
    const findings = words.flatMap((word) => {
      const ports = unquoted(word.text)
        .replace(/\/\w*$/, "")
        .split(/[-:]/);
      const high = ports.find((port) => /^\d+$/.test(port) && Number(port) > HIGHEST);
      return high ? [finding(`there is no port ${high.slice(0, 20)}`, placeOf(dockerfile, word))] : [];
    });
    return noOr(findings, () => {
      const open = words.find((word) => word.text.includes("$"));
      return open ? unknown(`the value of ${open.text} is not known`, placeOf(dockerfile, open)) : yes("all ports exist");
    });
  },
  examples: [
    { title: "a port", says: "yes", files: "FROM node:24-alpine\nEXPOSE 8080\n" },
    { title: "a digit too many", says: "no", files: "FROM node:24-alpine\nEXPOSE «80800»\n" },
  ],
});
