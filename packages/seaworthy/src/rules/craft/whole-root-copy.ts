import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { type CopyOrigin, copyOrigins } from "../../models/dockerfile/copy-origins.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/whole-root-copy",
  claim: "no image and no stage is copied whole over another",
  why: "The two systems mix: files of both remain, the settings of the copied image (user, environment, start) do not come along, and no scanner can tell what it is.",
  todo: "Copy the files that are needed, or build on the image with FROM. Copies into the shipped stage are judged by `multi-stage-build/copies-artifacts` where they come out of another stage.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3067"],
  source({ dockerfile, stage }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const origins = copyOrigins(dockerfile).filter(
      (one) => one.is === "image" || one.is === "unknown" || (one.is === "above" && mayMix(dockerfile, stage, one)),
    );
    if (origins.length === 0) return notApplicable("nothing is copied from an image or into a build stage");
    const findings = origins
      .filter(
        ({ instruction }) =>
          isRoot(instruction.destination?.text) &&
          instruction.sources.some((source) => isRoot(source.text) || unquoted(source.text) === "/*"),
      )
      .map(({ instruction, written }) =>
        finding(`all of ${written} is copied over this image`, placeOf(dockerfile, instruction)),
      );
    return noOr(findings, () => yes("parts are copied"));
  },
  examples: [
    { title: "a file", says: "yes", files: "FROM alpine:3.23\nCOPY --from=busybox:1.37 /bin/busybox /bin/busybox\n" },
    { title: "all of it", says: "no", files: "FROM alpine:3.23\n«COPY --from=busybox:1.37 / /»\n" },
  ],
});

function isRoot(path: string | undefined): boolean {
  return path !== undefined && /^\/\.?\/?$/.test(unquoted(path));
}

/** Two systems mix where neither is scratch; the cross-compilation helper xx is made to be copied whole. */
function mayMix(dockerfile: Dockerfile, shipped: Stage | null, { instruction, source }: CopyOrigin): boolean {
  const stage = dockerfile.stages[instruction.stage];
  if (!stage || !source || shipped?.lineage.includes(stage) || stage.base.kind === "scratch") return false;
  return source.base.kind !== "scratch" && !(source.base.kind === "image" && /(?:^|\/)xx$/.test(source.base.reference.name));
}
