import { type Answer, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { StartSeen } from "../../models/trial/observations.js";
import { momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/reachable",
  claim: "something listens at each declared port, and not at the loopback address alone",
  why: "A server that is bound to 127.0.0.1 is reached from inside its container only: a published port takes the connection and closes it. A port that EXPOSE names and nobody listens at misleads whoever publishes it.",
  todo: "Bind to 0.0.0.0 (or `::`) in the container, and let EXPOSE and `ports:` name the ports that the app opens.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["start"] },
  trial(trial) {
    return ofDrill(trial, "start", judge);
  },
  examples: [
    { title: "open to others", says: "yes", trial: { drills: { start: {} } } },
    {
      title: "bound to loopback",
      says: "no",
      trial: { drills: { start: { listeners: [{ protocol: "tcp", address: "127.0.0.1", port: 8080 }], declared: [8080] } } },
    },
  ],
});

function judge({ ready, listeners, declared }: StartSeen): Answer {
  if (declared.length === 0) return ready ? notApplicable("no port is declared") : unknown("it did not come up");
  const findings = declared.flatMap((port) => {
    const own = listeners.filter((one) => one.port === port);
    // What did not come up may yet have been about to listen; what is bound to loopback was never to be seen coming up.
    if (own.length === 0)
      return !ready ? [] : [finding(`nothing listens at the declared port ${port}`, momentOf("start", `port ${port}`))];
    return own.every(({ address }) => isLoopback(address))
      ? [
          finding(
            `port ${port} is bound to ${own[0]?.address}: nobody outside of the container reaches it`,
            momentOf("start", `port ${port}`),
          ),
        ]
      : [];
  });
  return noOr(findings, () => (ready ? yes(`something listens at ${declared.join(", ")}`) : unknown("it did not come up")));
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1" || address.startsWith("::ffff:127.");
}
