import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { LogsSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "structured-logging/one-line-traces",
  claim: "the stack trace of an error is one line of the log",
  why: "A trace over twenty lines is twenty entries for the collector: they are mixed with those of other requests, and none of them says which error it belongs to.",
  todo: 'Log errors through the JSON logger, as a field (`log.error({ err }, "request failed")`), also those that nobody catches.',
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["logs"] },
  trial(trial) {
    return ofDrill(trial, "logs", judge);
  },
  examples: [
    {
      title: "in one line",
      says: "yes",
      trial: { drills: { logs: { provoked: { request: "GET /fails", traceLines: 1 } } } },
    },
    {
      title: "over many",
      says: "no",
      trial: { drills: { logs: { provoked: { request: "GET /fails", traceLines: 14 } } } },
    },
  ],
});

function judge({ provoked }: LogsSeen): Answer {
  if (!provoked) return notApplicable("no request is known that fails inside the service: `trial.failing` names one");
  const { request, traceLines } = provoked;
  if (traceLines === 0) return unknown(`${request} left no stack trace`);
  if (traceLines === 1) return yes(`the stack trace of ${request} is one line`);
  return no(finding(`the stack trace of ${request} is spread over ${traceLines} lines`, momentOf("logs", request)));
}
