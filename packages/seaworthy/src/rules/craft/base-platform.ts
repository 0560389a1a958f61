import { finding, noOr, notApplicable, unknown } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { parsePlatform } from "../../models/dockerfile/platform.js";
import type { ImageReference } from "../../models/dockerfile/reference.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { defineRule } from "../../rule.js";

/** The organisations of Docker Hub that hold the official images of one architecture. */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ["amd64", "amd64"],
  ["arm32v5", "arm"],
  ["arm32v6", "arm"],
  ["arm32v7", "arm"],
  ["arm64v8", "arm64"],
  ["i386", "386"],
  ["mips64le", "mips64le"],
  ["ppc64le", "ppc64le"],
  ["riscv64", "riscv64"],
  ["s390x", "s390x"],
]);

export default defineRule({
  id: "craft/base-platform",
  claim: "the base image exists for the platform that FROM asks for",
  why: "An image of one architecture is taken although FROM asks for another: its programs stop with `exec format error`, or run under emulation.",
  todo: "Name the image without its architecture, `alpine` in place of `arm64v8/alpine`, and let the platform choose.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  catches: true,
  aliases: ["InvalidBaseImagePlatform", "tally/platform-mismatch"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const asked = dockerfile.stages.flatMap(({ from, base, parent }) => {
      const written = unquoted(from.platform?.value ?? "");
      const platform = written === "" || written.includes("$") ? null : parsePlatform(written);
      return platform && !parent && base.kind === "image" ? [{ from, platform, reference: base.reference }] : [];
    });
    if (asked.length === 0) return notApplicable("no FROM asks for a platform by its name");
    const findings = asked.flatMap(({ from, platform, reference }) => {
      const arch = architectureOf(reference);
      if (arch === null || (platform.os === "linux" && platform.arch === arch)) return [];
      return [
        finding(
          `${reference.name} is an image for linux/${arch}, but FROM asks for ${platform.os}/${platform.arch}`,
          placeOf(dockerfile, from.image),
        ),
      ];
    });
    return noOr(findings, () => unknown("which platforms an image exists for is known to its registry alone"));
  },
  examples: [
    { title: "two architectures in one line", says: "no", files: "FROM --platform=linux/amd64 «arm64v8/alpine:3.23»\n" },
  ],
});

function architectureOf({ registry, repository }: ImageReference): string | null {
  const [organisation = ""] = repository.split("/");
  return registry === "docker.io" ? (ARCHITECTURES.get(organisation) ?? null) : null;
}
