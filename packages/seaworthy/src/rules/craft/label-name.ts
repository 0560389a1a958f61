import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Dockerfile } from "../../models/dockerfile/dockerfile.js";
import { writtenLabels } from "../../models/dockerfile/labels.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/label-name",
  claim: "every label has a name by Docker's rules",
  why: "Docker asks for lower-case letters, digits, single dots and hyphens, and keeps its own namespaces for itself: other names clash or are not found.",
  todo: "Name labels by a domain of yours, backwards: `dev.acme.team`, or use those of `org.opencontainers.image`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3048", "tally/labels/valid-key"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    // A name out of a variable that the file sets is not known; the `$` of any other is a character like others.
    const labels = writtenLabels(dockerfile).filter(({ name }) => {
      const variable = name.includes("$") ? /\$\{?(\w+)/.exec(name)?.[1] : undefined;
      return variable === undefined || !isSet(dockerfile, variable);
    });
    if (labels.length === 0) return notApplicable("there is no label");
    const findings = labels.flatMap(({ name, pair }) => {
      const fault = faultOf(name);
      return fault ? [finding(`the label ${name.slice(0, 100)} ${fault}`, placeOf(dockerfile, { range: pair.nameRange }))] : [];
    });
    return noOr(findings, () => yes("all names are as Docker asks for"));
  },
  examples: [
    { title: "one's own domain", says: "yes", files: "FROM alpine:3.23\nLABEL dev.acme.team=web\n" },
    { title: "Docker's", says: "no", files: "FROM alpine:3.23\nLABEL «com.docker.team»=web\n" },
  ],
});

function isSet(dockerfile: Dockerfile, variable: string): boolean {
  return [...writtenOf(dockerfile, "ARG"), ...writtenOf(dockerfile, "ENV")].some(({ pairs }) =>
    pairs.some(({ name }) => name === variable),
  );
}

/** Desktop's extensions are made of labels in Docker's namespace. */
const RESERVED = /^(?:com\.docker\.(?!extension\.|desktop\.extension\.)|io\.docker\.|org\.dockerproject\.)/;

function faultOf(name: string): string | null {
  if (RESERVED.test(name)) return "is in a namespace that Docker keeps for itself";
  if (!/^[a-z]/.test(name)) return "does not begin with a lower-case letter";
  if (!/[a-z\d]$/.test(name)) return "does not end with a letter or a digit";
  if (/[^a-z\d._/-]/.test(name))
    return "holds other characters than lower-case letters, digits, dots, hyphens, underscores and slashes";
  if (/\.\.|--/.test(name)) return "holds two separators in a row";
  return null;
}
