import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { parsePlatform } from "../../models/dockerfile/platform.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/fixed-platform",
  claim: "no FROM fixes the platform",
  why: "A stage with a fixed `--platform` is built for that machine whatever the build asks for: on another it runs under emulation, and an image for several platforms holds the wrong programs.",
  todo: "Give `--platform` to `docker build` instead, or write `--platform=$BUILDPLATFORM` for a stage that only builds. A stage for one platform alone says so in its name: `AS build-amd64`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["FromPlatformFlagConstDisallowed", "DL3029"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const flagged = dockerfile.stages.filter(({ from }) => from.platform);
    if (flagged.length === 0) return notApplicable("no FROM names a platform");
    const findings = flagged.flatMap((stage) => {
      const { platform } = stage.from;
      if (!platform || !isFixed(stage)) return [];
      return [finding(`the platform ${platform.value} is fixed`, placeOf(dockerfile, platform))];
    });
    return noOr(findings, () => yes("the platforms follow the build, or the names of the stages say which they are for"));
  },
  examples: [
    { title: "that of the builder", says: "yes", files: "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\n" },
    { title: "fixed", says: "no", files: "FROM «--platform=linux/amd64» node:24-alpine\n" },
  ],
});

/** A stage whose name holds the system or the architecture is one of several on purpose. */
function isFixed({ from, name }: Stage): boolean {
  const written = unquoted(from.platform?.value ?? "");
  const platform = written.includes("$") ? null : parsePlatform(written);
  return platform !== null && !name?.includes(platform.os) && !name?.includes(platform.arch);
}
