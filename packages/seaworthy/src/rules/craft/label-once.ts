import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Pair } from "../../models/dockerfile/ast.js";
import { writtenLabels } from "../../models/dockerfile/labels.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/label-once",
  claim: "no stage sets a label twice",
  why: "The last value of a label counts: the others look as if they did something.",
  todo: "Keep the last one and delete those above it.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/labels/no-duplicate-keys"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const labels = writtenLabels(dockerfile).filter(({ stage, onbuild }) => stage >= 0 && !onbuild);
    if (labels.length === 0) return notApplicable("there is no LABEL");
    const findings: Finding[] = [];
    const last = new Map<string, Pair>();
    let stage = -1;
    for (const { name, pair, stage: own } of labels) {
      if (own !== stage) last.clear();
      stage = own;
      const before = last.get(name);
      if (before) {
        const place = placeOf(dockerfile, { range: before.nameRange });
        findings.push(finding(`the label ${name.slice(0, 100)} is set again in the same stage`, place));
      }
      last.set(name, pair);
    }
    return noOr(findings, () => yes("no label is set twice"));
  },
  examples: [
    { title: "once", says: "yes", files: "FROM alpine:3.23\nLABEL org.opencontainers.image.vendor=Acme\n" },
    { title: "twice", says: "no", files: "FROM alpine:3.23\nLABEL «org.example.team»=a\nLABEL org.example.team=b\n" },
  ],
});
