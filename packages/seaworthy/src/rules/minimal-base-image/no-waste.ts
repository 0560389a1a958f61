import { amount } from "../../core/amount.js";
import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { Image } from "../../models/image/image.js";
import { instructionOf } from "../../models/image/instruction.js";
import type { WastedPath } from "../../models/image/layer.js";
import { layerPlace } from "../../models/image/place.js";
import { layerSketch } from "../../models/image/sketch.js";
import { defineRule } from "../../rule.js";

const SHOWN = 10;

export default defineRule({
  id: "minimal-base-image/no-waste",
  claim: "nearly all bytes of the layers are part of the file system that runs",
  why: "What a layer holds and a later one deletes, replaces or only gives another owner is pulled all the same. A file that is written and then `chown`ed in the next RUN is in the image twice.",
  todo: "Delete in the RUN that writes; copy with the right owner at once (`COPY --chown=app:app`, `--chmod`); build in a stage of its own, so that only its result is copied.",
  weight: "advised",
  level: "info",
  since: "0.2.0",
  subject: "built",
  options: {
    maxPercent: {
      type: "integer",
      default: 5,
      minimum: 0,
      description: "The most of the layers' bytes that may be hidden in the end, in percent.",
    },
    minMegabytes: { type: "integer", default: 10, minimum: 0, description: "Less than so many MB never counts." },
  },
  image(image, { maxPercent, minMegabytes }) {
    if (image.layers.length < 2) return notApplicable("with one layer nothing can be hidden");
    const all = image.layers.reduce((sum, { bytes }) => sum + bytes, 0);
    const { reclaimable, paths } = image.waste;
    const percent = all === 0 ? 0 : (reclaimable / all) * 100;
    const text = `${amount(reclaimable)} of ${amount(all)} (${percent.toFixed(1)} %) are in layers and not in the file system that runs`;
    if (image.unread.some(({ layer, path }) => layer !== null && path === null)) return unknown("a layer could not be read");
    if (reclaimable < minMegabytes * 1e6 || percent <= maxPercent) return yes(text);
    const findings: Finding[] = [finding(text, { image: { part: "layer", path: "all layers" } })];
    for (const one of paths.slice(0, SHOWN))
      if (one.bytes >= 1e6) findings.push(finding(told(image, one), layerPlace(image, one.layer, one.path)));
    return noOr(findings, () => yes(text));
  },
  examples: [
    {
      title: "every byte is used",
      says: "yes",
      image: { layers: [layerSketch(0, 78_000_000, null), layerSketch(1, 4_000_000, "COPY app /app")] },
    },
    {
      title: "an owner that is given afterwards",
      says: "no",
      image: {
        layers: [
          layerSketch(0, 40_000_000, "COPY . /app"),
          layerSketch(1, 40_000_000, "RUN /bin/sh -c chown -R app /app # buildkit"),
        ],
        waste: {
          reclaimable: 40_000_000,
          byLayer: [40_000_000, 0],
          paths: [{ path: "/app/model.bin", bytes: 40_000_000, layer: 0, hiddenBy: 1, how: "metadata" }],
        },
      },
    },
  ],
});

const HOW = { replaced: "replaced", metadata: "copied for another owner or mode", deleted: "deleted" } as const;

function told(image: Image, { path, bytes, hiddenBy, how }: WastedPath): string {
  return `${path} (${amount(bytes)}) is ${HOW[how]} by ${instructionOf(image, hiddenBy) ?? `layer ${hiddenBy + 1}`}`;
}
