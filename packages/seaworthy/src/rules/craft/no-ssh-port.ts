import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { exposedPorts } from "../../models/dockerfile/port.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-ssh-port",
  claim: "the port of ssh is not exposed",
  why: "An ssh server in a container is a second way in with its own keys and users; `docker exec` and `kubectl exec` need none.",
  todo: "Delete `EXPOSE 22` and the ssh server; a service whose purpose is ssh listens on a port above 1024.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DS-0004"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const ports = exposedPorts(dockerfile);
    if (ports.length === 0) return notApplicable("no port is exposed");
    const findings = ports
      .filter(({ text, protocol }) => /(?:^|:)0*22(?:\/|$)/.test(text) && !/^(?:udp|sctp)$/i.test(protocol))
      .map(({ word }) => finding("port 22 is that of ssh", placeOf(dockerfile, word)));
    return noOr(findings, () => yes("port 22 is not among the exposed ports"));
  },
  examples: [
    { title: "the app's port", says: "yes", files: "FROM alpine:3.23\nEXPOSE 8080\n" },
    { title: "ssh", says: "no", files: "FROM alpine:3.23\nEXPOSE 8080 «22»\n" },
  ],
});
