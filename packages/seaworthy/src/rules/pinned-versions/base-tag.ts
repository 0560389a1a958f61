import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, inserted } from "../../core/edit.js";
import { productOfImage, versionedTag } from "../../knowledge/releases.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { retag } from "../../models/dockerfile/edit/base.js";
import { type PulledImage, pulledImages } from "../../models/dockerfile/needed.js";
import type { Service } from "../../models/project/service.js";
import { wantedVersion } from "../../models/project/wanted-version.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/base-tag",
  claim: "every image that the build takes names a version or a digest",
  why: "`latest`, no tag, or a channel such as `lts` is another image next month: the same commit then builds something that nobody tested, and nobody can say what runs.",
  todo: "Name the version, best with patch level: `FROM node:22.12.0-slim`; add the digest (`@sha256:…`) where an update bot keeps it fresh.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3006", "DL3007", "DS-0001"],
  source(service) {
    if (service.foreign) return notApplicable("the image is not built here");
    const { dockerfile, stage } = service;
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const images = pulledImages(dockerfile, stage).filter((image) => !isNamedContext(service, image));
    if (images.length === 0) return notApplicable("the build takes no image of elsewhere");
    const found = images.flatMap(findingOf);
    return noOr(found, () => {
      const open = images.find(({ reference }) => !reference || tagStability(reference).kind === "named");
      if (open?.reference)
        return unknown(
          `whether the tag of ${open.reference.written} moves with its releases cannot be told from its name`,
          open.place,
        );
      if (open)
        return unknown(`\`${open.written}\` holds a variable without a known value, or names a build context`, open.place);
      const only = images[0];
      return yes(
        images.length === 1 ? `${only?.reference?.written} names a version` : `all ${images.length} images name a version`,
      );
    });
  },
  fix(service, _, { findings, read, digest }) {
    const { dockerfile, stage, project } = service;
    const how = { title: "name the version of the base", safety: "review", order: "instruction" } as const;
    return fixEach(findings, how, (place) => {
      if (!dockerfile || !stage) return null;
      const image = pulledImages(dockerfile, stage).find((one) => one.place.range[0] === place.range[0]);
      const reference = image?.reference;
      if (!image || !reference) return null;
      if (image.by === "RUN") return "it is named by a mount";
      const product = productOfImage(reference);
      const version = product ? wantedVersion(service, product, read) : null;
      const tag = versionedTag(reference, version, project.today);
      if (tag !== null) return retag(dockerfile, place, reference.tag, tag);
      if (!digest) return `which version of ${reference.name} is meant is not known (--online takes its digest)`;
      const found = digest(reference.written);
      if (found === null) return `no registry tells the digest of ${reference.written}`;
      const written = dockerfile.text.slice(...place.range);
      return written.includes("$") ? "a variable owns the value" : [inserted(dockerfile.path, place.range[1], `@${found}`)];
    });
  },
  examples: [
    { title: "a version", says: "yes", files: 'FROM node:22.12.0-slim\nCMD ["node", "server.js"]\n' },
    {
      title: "a version by a variable",
      says: "yes",
      files: 'ARG GO=1.25.1\nFROM golang:${GO} AS build\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    },
    { title: "no tag", says: "no", files: 'FROM «node»\nCMD ["node", "server.js"]\n' },
    {
      title: "a tool of any version",
      says: "no",
      files: "FROM php:8.4.2-fpm-alpine\nCOPY --from=«composer:latest» /usr/bin/composer /usr/bin/composer\n",
    },
  ],
});

function findingOf({ reference, place, by, written }: PulledImage): readonly Finding[] {
  if (!reference) return [];
  const { kind } = tagStability(reference);
  const what = by === "FROM" ? "the base" : by === "COPY" ? "the source of COPY," : "the source of the mount,";
  const shown = written.includes("$") ? `${reference.written} (by \`${written}\`)` : reference.written;
  if (kind === "none")
    return [finding(`${what} ${shown} has no tag, which is latest`, place, { aliases: ["DL3006", "DS-0001"] })];
  if (kind === "rolling")
    return [
      finding(`${what} ${shown} has a tag that moves with every release`, place, {
        aliases: reference.tag === "latest" ? ["DL3007", "DS-0001"] : [],
      }),
    ];
  return [];
}

/** A name that Compose gives to another context, image or service of its own. */
function isNamedContext(service: Service, image: PulledImage): boolean {
  return service.deployments.some((deployment) => deployment.compose?.build?.additionalContexts.has(image.written) === true);
}
