import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { exposedPorts } from "../../models/dockerfile/port.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/port-form",
  claim: "EXPOSE names ports of the container alone",
  why: "An image cannot choose the host's address or port: what stands in front of the colon is thrown away, and a later release will refuse it.",
  todo: "Write the container's port, `EXPOSE 8080`, and publish it where the container is started: `ports:` in Compose, `-p` on the command line.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["ExposeInvalidFormat"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const ports = exposedPorts(dockerfile);
    if (ports.length === 0) return notApplicable("no port is exposed");
    const findings = ports
      .filter(({ host }) => host !== "")
      .map(({ host, text, word }) =>
        finding(`${host} of ${text} is of no effect: it belongs to the host`, placeOf(dockerfile, word)),
      );
    return noOr(findings, () => yes("every EXPOSE names the container's port alone"));
  },
  examples: [
    { title: "the container's port", says: "yes", files: "FROM node:24-alpine\nEXPOSE 3000\n" },
    { title: "a mapping", says: "no", files: "FROM node:24-alpine\nEXPOSE «80:3000»\n" },
  ],
});
