import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, inserted } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copy-destination",
  claim: "what several files are copied to ends with a slash",
  why: "With more than one source the destination is a folder, and the builder refuses one that does not say so with a slash at its end.",
  todo: "End the destination with a slash: `COPY package.json package-lock.json /srv/app/`.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3021", "DS-0011"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings: Finding[] = [];
    let several = false;
    let open: Finding["place"] | null = null;
    for (const each of writtenOf(dockerfile, "COPY")) {
      if (!each.destination || each.words.length < 3) continue;
      several = true;
      const { destination } = each;
      const path = unquoted(destination.text);
      // The end of a template that another program fills in is no path.
      if (/[/\\]$|^\.$|\}\}$/.test(path)) continue;
      // A variable at the end may bring the slash with it.
      if (/\$(?:\w+|\{[^}]*\})$/.test(path)) open = placeOf(dockerfile, destination);
      else
        findings.push(
          finding(`${path} must end with a slash: ${each.words.length - 1} sources go there`, placeOf(dockerfile, destination)),
        );
    }
    if (!several) return notApplicable("no COPY has several sources");
    return noOr(findings, () =>
      open && "file" in open
        ? unknown("whether the destination ends with a slash depends on a variable", open)
        : yes("all folders end with a slash"),
    );
  },
  fix: (_, __, { findings }) =>
    fixEach(
      findings,
      { title: "end the folder with a slash", safety: "safe", order: "line", changes: ["copies"] },
      ({ file, range: [, end] }, { message }) =>
        /^\S*["']/.test(message) ? "the destination is in quotes" : [inserted(file, end, "/")],
    ),
  examples: [
    { title: "a slash", says: "yes", files: "FROM node:24-alpine\nCOPY package.json package-lock.json /srv/\n" },
    { title: "none", says: "no", files: "FROM node:24-alpine\nCOPY package.json package-lock.json «/srv»\n" },
  ],
});
