import { finding, no, notApplicable, yes } from "../../core/answer.js";
import { settingPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const REVISION = "org.opencontainers.image.revision";
const SOURCE = "org.opencontainers.image.source";

export default defineRule({
  id: "image-scanning/traceable",
  claim: "the image says which commit of which repository it was built from",
  why: "A vulnerability that is found in production is fixed in a repository: which one, and at which commit, the image should say by itself. Docker's own content trust, which named the publisher only, is being retired.",
  todo: "Build with provenance (`docker buildx build --provenance=true`), or label it: `--label org.opencontainers.image.revision=$(git rev-parse HEAD) --label org.opencontainers.image.source=https://…`. Sign it with cosign where the registry's word is not enough.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  aliases: ["CIS-DI-0005"],
  image(image) {
    if (image.form === "rootfs") return notApplicable("a root file system has no labels");
    const { labels } = image.config;
    const revision = labels[REVISION];
    const source = labels[SOURCE];
    if (revision && source) return yes(`labelled with the commit ${revision.slice(0, 12)} of ${source}`);
    const missing = [...(revision ? [] : ["the commit"]), ...(source ? [] : ["the repository"])].join(" and ");
    return no(finding(`no label of the image names ${missing}`, settingPlace("Labels")));
  },
  examples: [
    {
      title: "both labels",
      says: "yes",
      image: { config: { labels: { [REVISION]: "4f6f0c1e9a", [SOURCE]: "https://git.example.com/acme/api" } } },
    },
    { title: "none", says: "no", image: {} },
  ],
});
