import { testRule } from "../../testing/test-rule.js";
import rule from "./recovers.js";

const noticed = { ms: 3_000, deadlineMs: 10_000 };
const never = { ms: null, deadlineMs: 20_000 };

testRule(rule, {
  trial: {
    yes: [{ drills: { dependencies: { dependencies: [{ name: "db" }, { name: "redis" }] } } }],
    no: [
      {
        trial: {
          drills: {
            dependencies: {
              dependencies: [
                { name: "db", losses: [{ how: "cut off", unhealthy: noticed, recovered: never, died: false }] },
                { name: "redis" },
              ],
            },
          },
        },
        because: "did not turn healthy within 20 s after db, which was cut off, was back",
        at: ["db cut off"],
      },
      {
        title: "it died of it",
        trial: {
          drills: {
            dependencies: {
              dependencies: [{ name: "db", losses: [{ how: "stopped", unhealthy: never, recovered: never, died: true }] }],
            },
          },
        },
        because: /^died and did not/,
      },
    ],
    unknown: [
      {
        drills: {
          dependencies: {
            dependencies: [{ name: "db", losses: [{ how: "stopped", unhealthy: never, recovered: null, died: false }] }],
          },
        },
      },
    ],
    "n/a": [{ drills: { dependencies: { dependencies: [{ name: "db", usedBy: null, losses: [] }] } } }],
  },
});
