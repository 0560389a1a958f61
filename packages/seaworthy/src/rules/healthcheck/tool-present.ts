import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { Place } from "../../core/place.js";
import { builtHealth, isAskedElsewhere } from "../../models/image/health.js";
import type { Image } from "../../models/image/image.js";
import { settingPlace } from "../../models/image/place.js";
import { interpreterOf, programOf } from "../../models/image/programs.js";
import { unsetKey } from "../../models/project/each-deployment.js";
import { composedTests } from "../../models/project/health-edit.js";
import { type Probe, probesOf } from "../../models/project/probe.js";
import { rewrittenProbe } from "../../models/project/probe-edit.js";
import { type Needed, presenceOf, programsOf } from "../../models/project/probe-programs.js";
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
  needs: { start: true },
  source(service) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    return worst(probesOf(service).map((probe) => answerOf(service, probe))) ?? notApplicable("there is no check to look at");
  },
  image(image, _options, ship) {
    if (image.platform.os === "windows") return notApplicable("a Windows container");
    const health = builtHealth(image);
    const probes = ship && isAskedElsewhere(ship) ? probesOf(ship) : health.state === "checked" ? [health.probe] : [];
    return worst(probes.map((probe) => ofBuilt(image, probe))) ?? notApplicable("there is no check to look at");
  },
  fix(service, _, seen) {
    const how = { title: "ask the app with what the image has", safety: "review", order: "instruction" } as const;
    const built = fixEach(seen.findings.slice(0, 1), how, (place) => rewrittenProbe(service, place));
    return [...built, ...composedTests(service, seen)];
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

/** The check of an image or of a deployment, its programs looked for in the image's own files. */
function ofBuilt(image: Image, probe: Probe): Answer {
  const { deployment, form } = probe;
  const place: Place = deployment && probe.where !== "image" ? probe.place : settingPlace("Healthcheck");
  if (form === "http" || form === "tcp" || form === "grpc")
    return yes("the kubelet asks by itself, without a program in the image");
  if (form === "unreadable" || (form === "shell" && !probe.script))
    return unknown("the check's command could not be read", place);
  const extra = deployment && probe.where !== "image" ? { deployment: deployment.name } : {};
  const answers = programsOf(probe).map((needed): Answer => {
    if (needed.path.includes("$")) return unknown(`what \`${needed.path}\` stands for is not known`, place);
    const missing = missingIn(image, needed);
    if (missing === null) return yes(`${needed.name} is in the image`);
    if (image.unread.length > 0) return unknown(`${missing}, as far as the image could be read`, place);
    const lead = needed.name === "sh" ? "the health check is run by a shell, but" : "the health check needs";
    return no(finding(`${lead} ${missing}`, place, extra));
  });
  return worst([...answers].reverse()) ?? unknown("the check's program is not known", place);
}

/** What a check lacks in the image, in words; null when its program is there, and the interpreter of that too. */
function missingIn(image: Image, { name, path }: Needed): string | null {
  const shell = image.config.shell[0] ?? "/bin/sh";
  const word = name === "sh" ? shell : path;
  const program = programOf(image, word);
  if (!program)
    return name === "sh"
      ? `there is no ${shell} in the image`
      : `${name}, which is not in the image${word.startsWith("/") ? ` at ${word}` : ""}`;
  const text = image.text(program.path);
  const interpreter = text === null ? null : interpreterOf(text.slice(0, 256));
  if (interpreter === null || programOf(image, interpreter)) return null;
  return `${interpreter}, by which ${program.path} is run, and which is not in the image`;
}
