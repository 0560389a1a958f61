import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { labelSchema } from "../../models/dockerfile/label-schema.js";
import { resultStages, writtenLabels } from "../../models/dockerfile/labels.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/required-labels",
  claim: "every image has the labels that are asked for",
  why: "Labels tell which commit, team and licence an image is of; one without them is nobody's.",
  todo: "Add the label to the last stage; the list stands in the option `labels`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3049"],
  options: {
    labels: {
      type: "strings",
      default: [],
      description: "What labels there are, as `name=kind`; kinds: text, url, rfc3339, spdx, hash, semver, email.",
    },
  },
  source({ dockerfile }, { labels }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const wanted = [...labelSchema(labels).keys()];
    if (wanted.length === 0) return notApplicable("the option `labels` names none");
    const written = writtenLabels(dockerfile);
    const findings = resultStages(dockerfile).flatMap((stage) => {
      const stages = new Set(stage.lineage.map((one) => one.index));
      const there = new Set(written.filter((label) => stages.has(label.stage)).map((label) => label.name));
      return wanted
        .filter((name) => !there.has(name))
        .map((name) => finding(`the label ${name} is missing`, placeOf(dockerfile, stage.from)));
    });
    return noOr(findings, () =>
      dockerfile.stages.length > 0 ? yes("all labels that are asked for are there") : notApplicable("the file builds no image"),
    );
  },
  examples: [
    {
      title: "labelled",
      says: "yes",
      files: "FROM alpine:3.23\nLABEL dev.acme.team=web\n",
      options: { labels: ["dev.acme.team"] },
    },
    { title: "not labelled", says: "no", files: "«FROM alpine:3.23»\n", options: { labels: ["dev.acme.team"] } },
  ],
});
