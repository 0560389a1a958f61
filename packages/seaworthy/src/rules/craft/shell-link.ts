import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenCalls } from "../../models/dockerfile/written.js";
import { shown } from "../../models/shell/options.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/shell-link",
  claim: "the shell of RUN is chosen with SHELL",
  why: "A link in place of /bin/sh changes the shell of every script in the image, those of the system too, for the sake of a few RUNs.",
  todo: 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4005"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const links = writtenCalls(dockerfile, "ln");
    if (links.length === 0) return notApplicable("no RUN makes a link");
    const findings = links
      .filter(({ command }) => command.words.length > 2 && /^(?:\/usr)?\/bin\/sh$/.test(shown(command.words.at(-1) ?? NOTHING)))
      .map(({ command }) => finding("/bin/sh is replaced for the whole image", placeOf(dockerfile, command)));
    return noOr(findings, () => yes("/bin/sh stays what it is"));
  },
  examples: [
    {
      title: "no link of the shell",
      says: "yes",
      files: 'FROM debian:13-slim\nSHELL ["/bin/bash", "-c"]\nRUN ln -s /opt/a /usr/bin/a\n',
    },
    { title: "a link", says: "no", files: "FROM debian:13-slim\nRUN «ln -sf /bin/bash /bin/sh»\n" },
  ],
});

const NOTHING = { text: "", value: "", range: [0, 0] } as const;
