import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, inserted } from "../../core/edit.js";
import { pulledImages } from "../../models/dockerfile/needed.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/base-digest",
  claim: "images are named by digest, and a bot renews it",
  why: "A tag can be pushed again, by its owner or by a thief. A digest names the bytes; alone it grows old, so it needs a bot that raises it.",
  todo: "Append the digest, `FROM node:22.12.0-slim@sha256:…`, and let Renovate or Dependabot watch Dockerfiles.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage, project } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const images = pulledImages(dockerfile, stage);
    const known = images.filter(({ reference }) => reference !== null);
    if (images.length === 0) return notApplicable("the build takes no image of elsewhere");
    const found = known
      .filter(({ reference }) => reference?.digest === null)
      .map(({ reference, place }) => finding(`${reference?.written} has no digest`, place));
    const first = known[0];
    const watched = project.ci.bots.some((bot) => bot.covers.includes("dockerfile"));
    if (found.length === 0 && first && !watched)
      found.push(finding("no bot renews the digests: they stay at the state of the day they were written", first.place));
    return noOr(found, () =>
      known.length < images.length ? unknown("an image is a variable without a known value") : yes("digests, renewed by a bot"),
    );
  },
  fix({ dockerfile, stage }, _, { findings, digest }) {
    const how = {
      title: "add the digest that the tag has now",
      safety: "safe",
      order: "line",
      changes: ["bases", "copies"],
    } as const;
    return fixEach(findings, how, (place) => {
      const image = dockerfile && stage && pulledImages(dockerfile, stage).find((one) => one.place.range[0] === place.range[0]);
      const reference = image?.reference;
      if (!dockerfile || !reference || reference.digest !== null || image.by === "RUN") return null;
      if (!digest) return "a registry has to be asked (--online)";
      const variable = /\$\{?(\w+)/.exec(dockerfile.text.slice(...place.range))?.[1];
      if (variable !== undefined) return `the variable ${variable} owns the value`;
      const found = digest(reference.written);
      return found === null
        ? `no registry tells the digest of ${reference.written}`
        : [inserted(dockerfile.path, place.range[1], `@${found}`)];
    });
  },
  examples: [
    {
      title: "a digest and a bot",
      says: "yes",
      files: {
        Dockerfile: `FROM node:22.12.0-slim@sha256:${"0123456789abcdef".repeat(4)}\n`,
        ".github/dependabot.yml":
          "version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule: {interval: weekly}\n",
      },
    },
    { title: "a tag alone", says: "no", files: "FROM «node:22.12.0-slim»\n" },
  ],
});
