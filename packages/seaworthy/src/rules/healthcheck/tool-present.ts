import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { unsetKey } from "../../models/project/each-deployment.js";
import { type Probe, probesOf } from "../../models/project/probe.js";
import { presenceOf, programsOf } from "../../models/project/probe-programs.js";
import type { Service } from "../../models/project/service.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/tool-present",
  claim: "the program that the health check starts is in the image",
  why: "A check whose program is missing fails for ever: the container is unhealthy from the start, is restarted again and again, or never gets a request. Slim images have neither curl nor wget, distroless ones not even a shell.",
  todo: 'Ask with what the image has: `node -e`, `python -c`, the busybox wget of Alpine or the app\'s own binary; or install the tool in the last stage. Without a shell use the exec form, `HEALTHCHECK CMD ["/app", "health"]`.',
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    return worst(probesOf(service).map((probe) => answerOf(service, probe))) ?? notApplicable("there is no check to look at");
  },
  examples: [
    {
      title: "busybox brings wget",
      says: "yes",
      files:
        'FROM node:22-alpine\nHEALTHCHECK CMD wget -q --spider http://127.0.0.1:3000/health || exit 1\nCMD ["node", "server.js"]\n',
    },
    {
      title: "a slim image has no wget",
      says: "no",
      files:
        'FROM python:3.12-slim\nHEALTHCHECK CMD «wget» -q --spider http://127.0.0.1:8000/health || exit 1\nCMD ["python", "-m", "app"]\n',
    },
    {
      title: "no shell to run the text",
      says: "no",
      files: 'FROM gcr.io/distroless/static:nonroot\nCOPY app /app\nHEALTHCHECK CMD «/app health || exit 1»\nCMD ["/app"]\n',
    },
  ],
});

function answerOf(service: Service, probe: Probe): Answer {
  const { deployment, place, form } = probe;
  if (form === "http" || form === "tcp" || form === "grpc")
    return yes("the kubelet asks by itself, without a program in the image");
  if (form === "unreadable" || (form === "shell" && !probe.script))
    return unknown("the check's command could not be read", place);
  const programs = programsOf(probe);
  if (programs.every(({ name }) => name === "sh")) {
    const unset = probe.where === "compose" && deployment ? unsetKey(deployment, "healthcheck.test") : null;
    if (unset) return unset;
  }
  const answers = programs.map((needed): Answer => {
    const { present, because } = presenceOf(service, needed);
    if (present) return yes(because);
    if (present === null) return unknown(because, place);
    const message =
      needed.name === "sh"
        ? `the health check is run by a shell, but ${because}`
        : `the health check needs ${needed.name}, but ${because}`;
    const at = needed.range ? { file: place.file, range: needed.range } : place;
    return no(finding(message, at, deployment ? { deployment: deployment.name } : {}));
  });
  // The shell comes first: what it calls says more.
  return worst([...answers].reverse()) ?? unknown("the check's program is not known", place);
}
