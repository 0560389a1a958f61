import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { labelSchema } from "../../models/dockerfile/label-schema.js";
import { writtenLabels } from "../../models/dockerfile/labels.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/declared-labels",
  claim: "there are no labels but those that are declared",
  why: "A label that nobody declared is a typing mistake of one that was, or information that nobody looks for.",
  todo: "Correct the name, or add it to the option `labels`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3050"],
  options: {
    labels: {
      type: "strings",
      default: [],
      description: "What labels there are, as `name=kind`; kinds: text, url, rfc3339, spdx, hash, semver, email.",
    },
    strict: { type: "boolean", default: false, description: "Refuse labels that are not among `labels`." },
  },
  source({ dockerfile }, { labels, strict }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!strict) return notApplicable("the option `strict` is off");
    const declared = labelSchema(labels);
    const written = writtenLabels(dockerfile);
    if (written.length === 0) return notApplicable("there is no label");
    const findings = written
      .filter(({ name }) => !declared.has(name))
      .map(({ name, pair }) => finding(`the label ${name.slice(0, 100)} is not declared`, placeOf(dockerfile, pair)));
    return noOr(findings, () => yes("all labels are declared"));
  },
  examples: [
    { title: "declared", says: "yes", files: "FROM alpine:3.23\nLABEL team=web\n", options: { labels: ["team"], strict: true } },
    { title: "mistyped", says: "no", files: "FROM alpine:3.23\nLABEL «taem=web»\n", options: { labels: ["team"], strict: true } },
  ],
});
