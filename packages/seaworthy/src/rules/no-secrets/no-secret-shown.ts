import { type Answer, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { CanariesSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

const WHERE = {
  log: "in the log",
  health: "in an answer of the health endpoint",
  answer: "in an answer",
  "error page": "on an error page",
} as const;

export default defineRule({
  id: "no-secrets/no-secret-shown",
  claim: "no secret that the service was given at the trial came out in its logs, health answers or error pages",
  why: "Logs are read by many and kept for long, and an error page by whoever provokes it. A password that a start-up message or a stack trace carries is a password that everybody has.",
  todo: "Log no configuration as a whole, redact by key (`redact` in pino, filters in Python's logging), and answer errors with a text of your own.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["canaries"] },
  trial(trial) {
    return ofDrill(trial, "canaries", (seen) => judge(seen, trial.conditions.http));
  },
  examples: [
    {
      title: "nothing came out",
      says: "yes",
      trial: { drills: { canaries: { planted: ["DB_PASSWORD"], found: [], searched: 20 } } },
    },
    {
      title: "the settings are printed at the start",
      says: "no",
      trial: { drills: { canaries: { found: [{ name: "DB_PASSWORD", where: "log", moment: "starting" }] } } },
    },
  ],
});

function judge({ planted, found, searched }: CanariesSeen, http: boolean): Answer {
  const findings = found.map(({ name, where, moment }) =>
    finding(`the value of ${name} stood ${WHERE[where]}`, momentOf("canaries", moment)),
  );
  return noOr(findings, () => {
    if (planted.length === 0) return notApplicable("it is given no secret");
    if (searched === 0 && http) return unknown("no answer of the service was there to be searched");
    const where = searched === 0 ? "the log" : `${searched} answers and the log`;
    return yes(
      planted.length === 1
        ? `the value of ${planted[0]} was not found in ${where}`
        : `none of ${planted.length} values was found in ${where}`,
    );
  });
}
