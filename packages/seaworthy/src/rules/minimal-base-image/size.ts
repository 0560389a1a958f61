import { amount } from "../../core/amount.js";
import { finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Image } from "../../models/image/image.js";
import { instructionOf } from "../../models/image/instruction.js";
import { layerSketch } from "../../models/image/sketch.js";
import { defineRule } from "../../rule.js";

const SHOWN = 3;

export default defineRule({
  id: "minimal-base-image/size",
  claim: "the image is within its budget of bytes",
  why: "Every byte is pulled by every machine that runs the image, at each release and each time that a pod moves: a large image starts late just when more of it is needed at once.",
  todo: "Look at the largest layers first: a build stage for what only builds, a slim base, no caches, no copy of the whole project. Set `maxMegabytes` to what this service needs.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  options: {
    maxMegabytes: {
      type: "integer",
      default: 500,
      minimum: 1,
      description: "The most that all layers may unpack to, in MB of 1,000,000 bytes.",
    },
  },
  image(image, { maxMegabytes }) {
    if (image.layers.length === 0) return notApplicable("the image has no layers");
    const bytes = image.layers.reduce((sum, layer) => sum + layer.bytes, 0);
    const budget = maxMegabytes * 1e6;
    const lost = image.unread.some(({ layer, path }) => layer !== null && path === null);
    if (bytes <= budget)
      return lost ? unknown("a layer could not be read") : yes(`it unpacks to ${amount(bytes)}, within ${amount(budget)}`);
    return no(
      finding(`it unpacks to ${amount(bytes)}, more than ${amount(budget)}: ${largest(image)}`, {
        image: { part: "layer", path: "all layers" },
      }),
    );
  },
  examples: [
    {
      title: "a small service",
      says: "yes",
      image: { layers: [layerSketch(0, 78_000_000, null), layerSketch(1, 4_000_000, "COPY app /app")] },
    },
    {
      title: "a build that ships",
      says: "no",
      image: {
        layers: [
          layerSketch(0, 120_000_000, null),
          layerSketch(1, 1_400_000_000, "RUN /bin/sh -c npm ci && npm run build # buildkit"),
        ],
      },
    },
  ],
});

function largest(image: Image): string {
  const sorted = [...image.layers].sort((a, b) => b.bytes - a.bytes).slice(0, SHOWN);
  return sorted
    .map(({ index, bytes }) => `${amount(bytes)} by ${instructionOf(image, index) ?? `layer ${index + 1}`}`)
    .join(", ");
}
