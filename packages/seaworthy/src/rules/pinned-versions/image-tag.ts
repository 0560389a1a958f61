import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { tagStability } from "../../knowledge/tag-stability.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/image-tag",
  claim: "the image is named by a version or a digest",
  why: "`latest` is another image tomorrow: what was looked at today is not what is pulled then, and a rollback has nothing to roll back to.",
  todo: "Tag each build with its version or commit, and deploy that: `acme/api:1.4.2`, or the digest.",
  weight: "advised",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  aliases: ["DKL-DI-0006"],
  image(image) {
    const written = image.reference;
    const isPath = image.form === "rootfs" || /^[./~]|^[A-Za-z]:\\|\.(?:tar|tgz|tar\.(?:gz|zst|xz|bz2))$/.test(written);
    if (isPath) return notApplicable("a file or folder, which has no tag");
    const reference = parseReference(written);
    if (!reference) return notApplicable("named by its id");
    const { kind } = tagStability(reference);
    if (kind === "version" || kind === "digest") return yes(`${written} names a ${kind}`);
    if (kind === "named") return unknown(`whether the tag of ${written} moves with its releases cannot be told from its name`);
    const what = kind === "none" ? "has no tag, which is latest" : "has a tag that moves with every release";
    return no(finding(`${written} ${what}`, { image: { part: "config", path: "reference" } }));
  },
  examples: [
    { title: "a release", says: "yes", image: { reference: "acme/api:1.4.2" } },
    { title: "latest", says: "no", image: { reference: "acme/api:latest" } },
  ],
});
