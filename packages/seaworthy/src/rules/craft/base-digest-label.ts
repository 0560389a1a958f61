import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenLabels } from "../../models/dockerfile/labels.js";
import { defineRule } from "../../rule.js";

const LABEL = "org.opencontainers.image.base.digest";

export default defineRule({
  id: "craft/base-digest-label",
  claim: `the label ${LABEL} names the digest that the image is built on`,
  why: "Scanners and update bots take the base of an image from this label: a digest that stayed behind FROM makes them look at another image.",
  todo: "Let the build set the label (`--label`, or docker/metadata-action), or write the digest of FROM there too.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/labels/no-stale-base-digest"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const label = writtenLabels(dockerfile).findLast(
      (one) => one.name === LABEL && stage.lineage.some(({ index }) => index === one.stage),
    );
    if (!label) return notApplicable("there is no such label");
    const place = placeOf(dockerfile, { range: label.pair.valueRange ?? label.pair.range });
    if (label.value.includes("$")) return unknown("the label's value is a variable", place);
    const digest = stage.base.kind === "image" ? stage.base.reference.digest : null;
    if (digest === null) return unknown("the base is not named by digest: whether it is the labelled one is not known", place);
    return noOr(
      label.value === digest ? [] : [finding(`the image is built on ${digest.slice(0, 19)}…, not on this`, place)],
      () => yes("the label and FROM name the same digest"),
    );
  },
  examples: [
    {
      title: "the same",
      says: "yes",
      files: `FROM alpine:3.23@sha256:${"ab".repeat(32)}\nLABEL ${LABEL}=sha256:${"ab".repeat(32)}\n`,
    },
    {
      title: "an old one",
      says: "no",
      files: `FROM alpine:3.23@sha256:${"ab".repeat(32)}\nLABEL ${LABEL}=«sha256:${"cd".repeat(32)}»\n`,
    },
  ],
});
