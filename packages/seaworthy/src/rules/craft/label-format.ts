import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { isOfKind, LABEL_KINDS, type LabelKind, labelSchema } from "../../models/dockerfile/label-schema.js";
import { writtenLabels } from "../../models/dockerfile/labels.js";
import { defineRule } from "../../rule.js";

/** hadolint has a rule for each kind. */
const HADOLINT: Readonly<Record<LabelKind, string>> = {
  text: "DL3051",
  url: "DL3052",
  rfc3339: "DL3053",
  spdx: "DL3054",
  hash: "DL3055",
  semver: "DL3056",
  email: "DL3058",
};

export default defineRule({
  id: "craft/label-format",
  claim: "every label holds what its kind asks for",
  why: "Programs read labels: an address that is none, or a version in a form of its own, is lost on them.",
  todo: "Write the value in the form that the option `labels` names.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: Object.values(HADOLINT),
  options: {
    labels: {
      type: "strings",
      default: [],
      description: "What labels there are, as `name=kind`; kinds: text, url, rfc3339, spdx, hash, semver, email.",
    },
  },
  source({ dockerfile }, { labels }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const schema = labelSchema(labels);
    if (schema.size === 0) return notApplicable("the option `labels` names none");
    const typed = writtenLabels(dockerfile).flatMap((label) => {
      const kind = schema.get(label.name);
      return kind ? [{ ...label, kind }] : [];
    });
    if (typed.length === 0) return notApplicable("no label of the option `labels` is set");
    const findings = typed
      .filter(({ value, kind }) => !value.includes("$") && !isOfKind(value, kind))
      .map(({ name, value, kind, pair }) =>
        finding(`${name} should hold ${LABEL_KINDS[kind]}`, placeOf(dockerfile, { range: pair.valueRange ?? pair.range }), {
          aliases: value === "" ? [HADOLINT.text, HADOLINT[kind]] : [HADOLINT[kind]],
        }),
      );
    return noOr(findings, () => {
      const open = typed.find(({ value }) => value.includes("$"));
      return open
        ? unknown(`the value of ${open.name} is not known`, placeOf(dockerfile, open.pair))
        : yes("all labels hold what they should");
    });
  },
  examples: [
    {
      title: "a version",
      says: "yes",
      files: "FROM alpine:3.23\nLABEL version=1.4.0\n",
      options: { labels: ["version=semver"] },
    },
    { title: "a word", says: "no", files: "FROM alpine:3.23\nLABEL version=«newest»\n", options: { labels: ["version=semver"] } },
  ],
});
