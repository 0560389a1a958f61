import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import { daysSince } from "../../models/image/age.js";
import { historyPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "image-scanning/recent-base",
  claim: "the base of the image was built within the last months",
  why: "A build of today on a base of last year has last year's system: a builder takes the base that lies in its cache, or the digest that FROM names.",
  todo: "Build with `--pull`, or let a bot renew the digest in FROM.",
  weight: "advised",
  level: "warning",
  since: "0.2.0",
  subject: "built",
  options: {
    maxDays: {
      type: "integer",
      default: 60,
      minimum: 1,
      description: "The most days since the last layer of the base was made.",
    },
  },
  image(image, { maxDays }) {
    const index = image.history.findLastIndex(({ layer }) => layer !== null && image.layers[layer]?.fromBase === true);
    if (index < 0)
      return image.layers.length === 0
        ? notApplicable("the image has no layers")
        : unknown("which layers are the base's is not known");
    const created = image.history[index]?.created;
    const days = created ? daysSince(created, image.today) : null;
    if (!created || days === null || days < 0) return unknown("the base does not say when it was built");
    const day = created.slice(0, 10);
    if (days <= maxDays) return yes(`the base was built on ${day}, ${days} days ago`);
    const name = image.base?.reference ? ` (${image.base.reference})` : "";
    return no(finding(`the base${name} was built on ${day}, ${days} days ago`, historyPlace(index)));
  },
  examples: [
    { title: "a base of this autumn", says: "yes", image: based("2026-10-20T00:00:00Z") },
    { title: "a base of last year", says: "no", image: based("2025-10-20T00:00:00Z") },
  ],
});

function based(created: string) {
  const layer = { diffId: `sha256:${"0".repeat(64)}`, digest: null, size: 1, bytes: 1, files: 1, createdBy: null };
  return {
    today: "2026-11-23",
    history: [
      { createdBy: "RUN /bin/sh -c apt-get update && apt-get install -y node", created, comment: "", layer: 0 },
      { createdBy: "COPY app /app", created: "2026-11-22T00:00:00Z", comment: "", layer: 1 },
    ],
    layers: [
      { ...layer, index: 0, fromBase: true },
      { ...layer, index: 1, fromBase: false },
    ],
  };
}
