import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { unquoted } from "../../models/dockerfile/unquoted.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/stop-signal-name",
  claim: "STOPSIGNAL has the signal's full name",
  why: "Numbers of signals differ between architectures and nobody knows them by heart; `TERM` and `sigterm` are understood by some tools alone.",
  todo: "Write `STOPSIGNAL SIGTERM`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/prefer-canonical-stopsignal"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const signals = writtenOf(dockerfile, "STOPSIGNAL").flatMap(({ words }) =>
      words.map((word) => ({ word, text: unquoted(word.text) })),
    );
    const named = signals.filter(({ text }) => text !== "" && !text.includes("$"));
    if (named.length === 0) return notApplicable("no STOPSIGNAL names a signal");
    const findings = named
      .filter(({ text }) => !/^SIG[A-Z][A-Z0-9]*(?:[+-]\d{1,2})?$/.test(text))
      .map(({ text, word }) => finding(`${text} is not the full name of a signal`, placeOf(dockerfile, word)));
    return noOr(findings, () => yes("every signal has its full name"));
  },
  examples: [
    { title: "the full name", says: "yes", files: "FROM nginx:1.29-alpine\nSTOPSIGNAL SIGQUIT\n" },
    { title: "a number", says: "no", files: "FROM nginx:1.29-alpine\nSTOPSIGNAL «3»\n" },
  ],
});
