import { type Answer, finding, no, notApplicable, yes } from "../../core/answer.js";
import type { StopSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "graceful-shutdown/tells-kept-connections",
  claim: "clients that keep their connection open are sent away when the service is stopped",
  why: "Proxies keep connections open for the next request, and streams have no end. A server that waits for them is killed with the grace period, and a client that is not told sends its next request into a socket that is about to close.",
  todo: "While stopping, answer with `Connection: close`, close idle connections, and end streams before the grace period does.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["stop"] },
  trial(trial) {
    return ofDrill(trial, "stop", ({ stops }) => judge(stops));
  },
  examples: [
    {
      title: "idle connections are closed",
      says: "yes",
      trial: { drills: { stop: { stops: [{ keepAlive: { held: false, told: true } }] } } },
    },
    {
      title: "a stream is held until the kill",
      says: "no",
      trial: { drills: { stop: { stops: [{ stream: { closedAfterMs: null }, killed: true, exitCode: 137 }] } } },
    },
  ],
});

function judge(stops: readonly StopSeen[]): Answer {
  const findings = stops.flatMap(({ keepAlive, stream, graceMs, moments }) => {
    const place = (what: string) => momentOf("stop", what, moments, /^die/);
    return [
      ...(keepAlive?.held && !keepAlive.told
        ? [finding("a client with an idle connection was not told, and its connection held up the end", place("idle connection"))]
        : []),
      ...(stream && (stream.closedAfterMs === null || stream.closedAfterMs > graceMs)
        ? [finding(`a stream was not ended within the grace period of ${millis(graceMs)}`, place("stream"))]
        : []),
    ];
  });
  const [first, ...more] = findings;
  if (first) return no(first, ...more);
  return stops.some(({ keepAlive, stream }) => keepAlive || stream)
    ? yes("idle connections and streams were closed in time")
    : notApplicable("no connection was kept open");
}
