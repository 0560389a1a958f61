import { type Answer, finding, noOr, unknown, yes } from "../../core/answer.js";
import type { StopSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

/** Numbers of the signals that programs let themselves be ended by. */
const NUMBERS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, USR1: 10, USR2: 12, TERM: 15, WINCH: 28 };

export default defineRule({
  id: "graceful-shutdown/ends-in-time",
  claim: "the container ends by itself within its grace period when it is stopped, with a code that tells of no failure",
  why: "What does not end in time is killed: files are left half written, transactions open, and every deployment waits the whole grace period for each container.",
  todo: "Handle the stop signal in the app and let it be process 1 (exec form, no shell or package manager in front), or put an init before it. End with code 0 when the work is done.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["stop"] },
  trial(trial) {
    return ofDrill(trial, "stop", ({ stops }) => judge(stops));
  },
  examples: [
    { title: "it ends with 0", says: "yes", trial: { drills: { stop: { stops: [{ exitCode: 0, tookMs: 1_200 }] } } } },
    {
      title: "it has to be killed",
      says: "no",
      trial: { drills: { stop: { stops: [{ killed: true, exitCode: 137, tookMs: 10_200 }] } } },
    },
  ],
});

function judge(stops: readonly StopSeen[]): Answer {
  const findings = stops.flatMap((stop) => {
    const { killed, exitCode, signal, graceMs, tookMs, first, moments } = stop;
    const place = momentOf("stop", `exit code ${exitCode} after ${millis(tookMs)}`, moments, /^die/);
    if (killed || exitCode === 137)
      return [finding(`${signal} did not end ${first} in ${millis(graceMs)}: it was killed (exit code 137)`, place)];
    return isClean(stop) ? [] : [finding(`ended with exit code ${exitCode} when it was stopped by ${signal}`, place)];
  });
  return noOr(findings, () => {
    const [first] = stops;
    if (!first) return unknown("no stop was seen");
    const slowest = Math.max(...stops.map(({ tookMs }) => tookMs));
    return yes(`ended by itself within ${millis(slowest)} of ${first.signal} (exit code ${first.exitCode})`);
  });
}

/** 0, or the code by which a runtime tells that the very signal ended it: the JVM's 143. */
function isClean({ exitCode, signal }: StopSeen): boolean {
  const number = NUMBERS[signal.replace(/^SIG/, "")];
  return exitCode === 0 || (number !== undefined && exitCode === 128 + number);
}
