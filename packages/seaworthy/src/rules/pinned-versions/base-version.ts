import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { baseFacts } from "../../knowledge/bases.js";
import { minorTag } from "../../knowledge/releases.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { retag } from "../../models/dockerfile/edit/base.js";
import { pulledImages } from "../../models/dockerfile/needed.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/base-version",
  claim: "base images are named by major and minor version at least",
  why: "`node:22` is another runtime every few weeks. With the minor and patch level in the tag an update is a commit that is tested and can be taken back.",
  todo: "Write the version out: `node:22.12.0-slim` instead of `node:22-slim`, and let Renovate or Dependabot raise it.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  options: {
    parts: {
      type: "integer",
      default: 2,
      minimum: 1,
      description: "How many parts of the version the tag must name: 2 is major.minor.",
    },
  },
  source(service, { parts }) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const named = pulledImages(dockerfile, stage).flatMap(({ reference, place }) => {
      if (!reference) return [];
      const stability = tagStability(reference);
      if (stability.kind !== "version") return [];
      // An operating system's release is its major version: `debian:12-slim` gets fixes, no new releases.
      const system =
        baseFacts(reference)?.purpose === "os" || /(?:^|\/)(?:buildpack-deps|debian|ubuntu|alpine)$/.test(reference.name);
      return system ? [] : [{ reference, place, have: stability.parts }];
    });
    if (named.length === 0) return notApplicable("no image is named by the version of a runtime alone");
    const found = named
      .filter(({ have }) => have < parts)
      .map(({ reference, place }) =>
        finding(`${reference.written} leaves the ${parts > 2 ? "patch" : "minor"} version open`, place),
      );
    return noOr(found, () => yes("the versions are written out"));
  },
  fix({ dockerfile, stage, project }, { parts }, { findings }) {
    const how = { title: "name the minor version of the base", safety: "review", order: "line" } as const;
    return fixEach(findings, how, (place) => {
      const image = dockerfile && stage && pulledImages(dockerfile, stage).find((one) => one.place.range[0] === place.range[0]);
      const reference = image?.reference;
      if (!dockerfile || !reference || image.by === "RUN" || parts > 2) return "which version is meant is not known";
      const tag = minorTag(reference, project.today);
      return tag === null
        ? `the newest version of ${reference.written} is not known`
        : retag(dockerfile, place, reference.tag, tag);
    });
  },
  examples: [
    { title: "major, minor and patch", says: "yes", files: "FROM node:22.12.0-slim\n" },
    { title: "the major version alone", says: "no", files: "FROM «node:22-slim»\n" },
  ],
});
