import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { stageFinder } from "../../models/dockerfile/copied.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

/** What puts files into a stage; WORKDIR makes a folder. */
const FILLS: ReadonlySet<string> = new Set(["COPY", "ADD", "RUN", "WORKDIR", "UNKNOWN"]);

export default defineRule({
  id: "craft/copy-from-empty-stage",
  claim: "no COPY takes files from an empty stage",
  why: "A stage from scratch without COPY, ADD or RUN holds nothing: the build stops with `not found`.",
  todo: "Put the files into that stage, or copy from the one that holds them.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/copy-from-empty-scratch-stage"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const named = writtenOf(dockerfile, "COPY").filter(({ from, onbuild }) => from?.value && !onbuild);
    if (named.length === 0) return notApplicable("nothing is copied from a stage");
    const find = stageFinder(dockerfile.stages);
    const copies = named.flatMap(({ from, sources }) => {
      const source = from?.value ? find(from.value) : null;
      return from && source ? [{ from, sources, source }] : [];
    });
    if (copies.length === 0) return notApplicable("nothing is copied from a stage");
    const findings = copies
      // The root of an empty stage can be copied: it holds nothing, and nothing is copied.
      .filter(({ source, sources }) => isEmpty(source) && sources.some(({ text }) => !/^["']?[./]*["']?$/.test(text)))
      .map(({ from, source }) => finding(`the stage ${source.name ?? source.index} is empty`, placeOf(dockerfile, from)));
    return noOr(findings, () => yes("the stages that are copied from hold files"));
  },
  examples: [
    {
      title: "a stage with files",
      says: "yes",
      files: "FROM scratch AS conf\nCOPY app.conf /\nFROM node:24-alpine\nCOPY --from=conf /app.conf /etc/\n",
    },
    {
      title: "an empty one",
      says: "no",
      files: "FROM scratch AS conf\nFROM node:24-alpine\nCOPY «--from=conf» /app.conf /etc/\n",
    },
  ],
});

function isEmpty(stage: Stage): boolean {
  return stage.base.kind === "scratch" && !stage.effectiveInstructions.some(({ keyword }) => FILLS.has(keyword));
}
