import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { HealthSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/notices-freeze",
  claim: "the health check turns healthy when the service is up, and unhealthy when it hangs",
  why: "A check that opens a connection, looks for a process or always ends well stays healthy while nothing is answered: the kernel completes the connection of a process that is stopped. Nobody restarts such a service.",
  todo: "Let the check make a whole request to the app and fail when no good answer comes within its time: `curl -fsS --max-time 4`, `wget -q --spider`, or the language's own client, with a time-out below the check's.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["health"] },
  trial(trial) {
    return ofDrill(trial, "health", judge);
  },
  examples: [
    {
      title: "healthy when it is up, unhealthy when it is frozen",
      says: "yes",
      trial: { drills: { health: { toHealthy: { ms: 600, deadlineMs: 9_000 }, frozen: { ms: 3_100, deadlineMs: 9_000 } } } },
    },
    {
      title: "a frozen service stays healthy",
      says: "no",
      trial: { drills: { health: { frozen: { ms: null, deadlineMs: 9_000 } } } },
    },
  ],
});

function judge({ declaredBy, toHealthy, frozen, thawed, log, moments }: HealthSeen): Answer {
  if (declaredBy === null) return notApplicable("there is no health check");
  if (!toHealthy) return unknown("whether it turns healthy was not looked at");
  if (toHealthy.ms === null) {
    const said = log.findLast(({ exitCode }) => exitCode !== 0);
    const words = said ? `, its last words: exit code ${said.exitCode} ${said.output}`.trimEnd() : "";
    const message = `did not turn healthy in ${millis(toHealthy.deadlineMs)}${words}`;
    return no(finding(message, momentOf("health", "never healthy", moments, /^health_status/)));
  }
  if (!frozen) return unknown(`turned healthy after ${millis(toHealthy.ms)}; what it says of a hang was not tried`);
  if (frozen.ms === null)
    return no(
      finding(
        `stayed healthy for ${millis(frozen.deadlineMs)} while every process of the service was frozen`,
        momentOf("health", "frozen", moments, /^(?:freeze|kill)/),
      ),
    );
  if (thawed && thawed.ms === null)
    return unknown(`noticed the hang after ${millis(frozen.ms)}, but did not turn healthy again when the service went on`);
  return yes(`healthy after ${millis(toHealthy.ms)}, unhealthy ${millis(frozen.ms)} after every process was frozen`);
}
