import { type Answer, finding, no, notApplicable, unknown, worst, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import type { Place } from "../../core/place.js";
import { builtHealth, isAskedElsewhere } from "../../models/image/health.js";
import { settingPlace } from "../../models/image/place.js";
import { unsetKey } from "../../models/project/each-deployment.js";
import { composedTests } from "../../models/project/health-edit.js";
import { type Probe, probesOf } from "../../models/project/probe.js";
import { rewrittenProbe } from "../../models/project/probe-edit.js";
import { tellingOf } from "../../models/project/probe-strength.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/can-fail",
  claim: "the health check passes for a working service and fails for a broken one",
  why: "A check that passes whatever happens is worse than none: it says healthy while every request gets an error. `curl` without `-f` exits with 0 on an answer of 500, `|| true` throws the failure away, and `pgrep` sees a process, not a service.",
  todo: "Ask the app itself and let its answer decide: `curl -fsS http://127.0.0.1:8000/health || exit 1`, `wget -q --spider http://127.0.0.1:8000/health || exit 1`, or a few lines in the app's own language that exit with 1.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  source(service) {
    if (service.dockerfile?.windows) return notApplicable("a Windows container");
    const answers = probesOf(service).map(answerOf);
    return worst(answers) ?? notApplicable("there is no check to look at");
  },
  image(image, _options, ship) {
    const health = builtHealth(image);
    if (health.state !== "checked" || isAskedElsewhere(ship)) return notApplicable("there is no check to look at");
    return answerAt(health.probe, settingPlace("Healthcheck"));
  },
  fix(service, _, seen) {
    const how = { title: "ask the app with what the image has", safety: "review", order: "instruction" } as const;
    const built = fixEach(seen.findings.slice(0, 1), how, (place) => rewrittenProbe(service, place));
    return [...built, ...composedTests(service, seen)];
  },
  examples: [
    {
      title: "an answer of 500 fails",
      says: "yes",
      files: 'FROM debian:12-slim\nHEALTHCHECK CMD curl -fsS http://127.0.0.1:8000/health || exit 1\nCMD ["/app"]\n',
    },
    {
      title: "an answer of 500 passes",
      says: "no",
      files: 'FROM debian:12-slim\nHEALTHCHECK CMD «curl http://127.0.0.1:8000/health || exit 1»\nCMD ["/app"]\n',
    },
    {
      title: "the failure is thrown away",
      says: "no",
      files: 'FROM alpine:3.22\nHEALTHCHECK CMD «wget -q --spider http://127.0.0.1:8000/ || true»\nCMD ["/app"]\n',
    },
  ],
});

const LEADS: Readonly<Record<string, string>> = {
  nothing: "cannot fail",
  process: "passes as long as a process is there",
  "any-answer": "passes on errors of the app",
  "always-fails": "fails for a working service too",
};

function answerOf(probe: Probe): Answer {
  return answerAt(probe, probe.place);
}

function answerAt(probe: Probe, place: Place): Answer {
  const { deployment } = probe;
  const unset = probe.where === "compose" && deployment ? unsetKey(deployment, "healthcheck.test") : null;
  const { strength, because } = tellingOf(probe);
  switch (strength) {
    case "answer":
      return yes(`the ${nameOf(probe)} fails when the app answers badly: ${because}`);
    case "connection":
      return yes(`the ${nameOf(probe)} can fail, but says little: ${because}, which a wedged app passes`);
    case "unknown":
      return unset ?? unknown(`whether the ${nameOf(probe)} can fail is not known: ${because}`, place);
    default: {
      const message = `the ${nameOf(probe)} ${LEADS[strength]}: ${because}`;
      return no(finding(message, place, deployment ? { deployment: deployment.name } : {}));
    }
  }
}

function nameOf({ where, role }: Probe): string {
  return where === "kubernetes" ? `${role} probe` : "health check";
}
