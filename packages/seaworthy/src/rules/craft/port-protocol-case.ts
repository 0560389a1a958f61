import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { exposedPorts } from "../../models/dockerfile/port.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/port-protocol-case",
  claim: "the protocol of an EXPOSE is in lower case",
  why: "Tools that read the image's ports look for `tcp`, `udp` and `sctp`, and not every one of them folds the case.",
  todo: "Write `EXPOSE 53/udp`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["ExposeProtoCasing"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const named = exposedPorts(dockerfile).filter(({ protocol }) => /^(?:tcp|udp|sctp)$/i.test(protocol));
    if (named.length === 0) return notApplicable("no EXPOSE names a protocol");
    const findings = named
      .filter(({ protocol }) => protocol !== protocol.toLowerCase())
      .map(({ text, word }) => finding(`the protocol of ${text} is not in lower case`, placeOf(dockerfile, word)));
    return noOr(findings, () => yes("every protocol is in lower case"));
  },
  fix: ({ dockerfile }, _, { findings }) =>
    fixEach(
      findings,
      { title: "write the protocol in lower case", safety: "safe", order: "line", changes: ["ports"] },
      ({ file, range }) =>
        dockerfile
          ? [
              replaced(
                file,
                range,
                dockerfile.text.slice(...range).replace(/\/(?:tcp|udp|sctp)/gi, (name) => name.toLowerCase()),
              ),
            ]
          : null,
    ),
  examples: [
    { title: "lower case", says: "yes", files: "FROM alpine:3.23\nEXPOSE 53/udp\n" },
    { title: "capitals", says: "no", files: "FROM alpine:3.23\nEXPOSE «53/UDP»\n" },
  ],
});
