import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { copyOrigins } from "../../models/dockerfile/copy-origins.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copy-source-stage",
  claim: "every COPY --from names a stage above it or an image in full",
  why: "A name that no stage above has is taken for an image of Docker Hub: a typing mistake pulls a stranger's files into the build.",
  todo: "Name a stage that stands above, or write the image with its tag or registry: `COPY --from=docker.io/library/busybox:1.37 …`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3022"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const origins = copyOrigins(dockerfile);
    if (origins.length === 0) return notApplicable("nothing is copied from a stage or an image");
    const findings = origins.flatMap(({ instruction, written, is }): Finding[] => {
      const place = placeOf(dockerfile, { range: instruction.from?.valueRange ?? instruction.range });
      if (is === "later") return [finding(`no stage above is ${written}`, place)];
      if (is === "own" && /^\d+$/.test(written)) return [finding(`stage ${written} is the one that copies`, place)];
      if (is !== "image" || /[:/@]/.test(written) || written === "scratch") return [];
      return [finding(`no stage above is called ${written}: it is taken for the image docker.io/library/${written}`, place)];
    });
    return noOr(findings, () => {
      const open = origins.find((one) => one.is === "unknown");
      return open ? unknown(`what ${open.written} stands for is not known`) : yes("every COPY --from names what is there");
    });
  },
  examples: [
    { title: "a stage", says: "yes", files: "FROM node:24 AS build\nFROM node:24-alpine\nCOPY --from=build /dist /srv\n" },
    {
      title: "a mistyped stage",
      says: "no",
      files: "FROM node:24 AS build\nFROM node:24-alpine\nCOPY --from=«biuld» /dist /srv\n",
    },
  ],
});
