import { type Answer, finding, no, notApplicable, unknown, yes } from "../../core/answer.js";
import type { DependenciesSeen } from "../../models/trial/observations.js";
import { millis, momentOf, ofDrill } from "../../models/trial/seen.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "healthcheck/recovers",
  claim: "the service turns healthy by itself when a dependency that was lost is back",
  why: "Databases are restarted and networks fail for seconds. A service that keeps its broken connections stays unhealthy until somebody restarts it.",
  todo: "Use a pool that replaces broken connections, or connect again on error, with a pause between attempts.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "capable",
  needs: { drills: ["dependencies"] },
  trial(trial) {
    return ofDrill(trial, "dependencies", judge);
  },
  examples: [
    { title: "it connects again", says: "yes", trial: { drills: { dependencies: {} } } },
    {
      title: "it stays unhealthy",
      says: "no",
      trial: {
        drills: {
          dependencies: {
            dependencies: [
              {
                name: "db",
                losses: [
                  {
                    how: "stopped",
                    unhealthy: { ms: 3_000, deadlineMs: 10_000 },
                    recovered: { ms: null, deadlineMs: 20_000 },
                    died: false,
                  },
                ],
              },
            ],
          },
        },
      },
    },
  ],
});

function judge({ dependencies, moments }: DependenciesSeen): Answer {
  const turns = dependencies.flatMap(({ name, losses }) =>
    losses.flatMap(({ how, recovered, unhealthy, died }) =>
      recovered && (unhealthy.ms !== null || died) ? [{ name, how, recovered, died }] : [],
    ),
  );
  const findings = turns.flatMap(({ name, how, recovered, died }) =>
    recovered.ms === null
      ? [
          finding(
            `${died ? "died and " : ""}did not turn healthy within ${millis(recovered.deadlineMs)} after ${name}, which was ${how}, was back`,
            momentOf("dependencies", `${name} ${how}`, moments, /^health_status/),
          ),
        ]
      : [],
  );
  const [first, ...more] = findings;
  if (first) return no(first, ...more);
  if (turns.length > 0) return yes(`healthy again after each of ${turns.length} losses`);
  return dependencies.some(({ usedBy }) => usedBy !== null)
    ? unknown("no loss made it unhealthy")
    : notApplicable("no dependency was shown to be used");
}
