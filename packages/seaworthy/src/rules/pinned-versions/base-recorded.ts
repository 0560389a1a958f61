import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { settingPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "pinned-versions/base-recorded",
  claim: "the image says on which base it was built, by digest",
  why: "Without it nobody can tell which of an image's vulnerabilities a newer base would mend, nor build the same image again.",
  todo: "Build with provenance (`docker buildx build --provenance=true`, pushed to a registry), or label it: `--label org.opencontainers.image.base.name=node:24-slim --label org.opencontainers.image.base.digest=sha256:…`.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  image(image) {
    if (image.form === "rootfs") return notApplicable("a root file system has no base");
    const { base } = image;
    if (base?.digest)
      return yes(`${base.reference ?? "the base"} with the digest ${base.digest.slice(0, 19)}…, by its ${base.by}`);
    if (base) return unknown(`the base is ${base.reference ?? "known by its layers"}, its digest is not known`);
    return no(finding("neither provenance nor a label names the base and its digest", settingPlace("Labels")));
  },
  examples: [
    {
      title: "a label",
      says: "yes",
      image: { base: { reference: "node:24-slim", digest: `sha256:${"ab".repeat(32)}`, layers: 5, by: "label" } },
    },
    { title: "nothing", says: "no", image: {} },
  ],
});
