import { testRule } from "../../testing/test-rule.js";
import rule from "./notices-freeze.js";

const NEVER = { ms: null, deadlineMs: 9_000 };

testRule(rule, {
  trial: {
    yes: [
      { trial: { drills: { health: {} } }, because: "healthy after 600 ms, unhealthy 3 s after every process was frozen" },
      { title: "declared by the deployment", trial: { drills: { health: { declaredBy: "deployment" } } } },
    ],
    no: [
      {
        trial: { drills: { health: { frozen: NEVER } } },
        because: "stayed healthy for 9 s while every process of the service was frozen",
        at: ["frozen"],
      },
      {
        title: "the moment by the engine's events",
        trial: {
          drills: {
            health: {
              frozen: NEVER,
              moments: [
                { at: "1795420801500000000", who: "app", what: "freeze" },
                { at: "1795420802500000000", who: "db", what: "freeze" },
              ],
            },
          },
        },
        at: ["2026-11-23T08:00:01.500Z freeze"],
      },
      {
        title: "never healthy",
        trial: {
          drills: { health: { toHealthy: NEVER, frozen: null, log: [{ exitCode: 127, output: "curl: not found" }] } },
        },
        because: "did not turn healthy in 9 s, its last words: exit code 127 curl: not found",
      },
      { title: "twice the same", trial: { drills: { health: [{ frozen: NEVER }, { frozen: NEVER }] } } },
    ],
    unknown: [
      {
        trial: { drills: { health: [{ frozen: NEVER }, {}] } },
        because: /^two runs disagreed: stayed healthy .* the other time healthy/,
      },
      { title: "does not come back", trial: { drills: { health: { thawed: NEVER } } } },
      { title: "no freezing here", trial: { drills: { health: { frozen: null } } } },
    ],
    "n/a": [{ drills: { health: { declaredBy: null } } }],
  },
});
