import { testRule } from "../../testing/test-rule.js";
import rule from "./ends-in-time.js";

testRule(rule, {
  trial: {
    yes: [
      { trial: { drills: { stop: {} } }, because: "ended by itself within 1.2 s of SIGTERM (exit code 0)" },
      { title: "the JVM's code", trial: { drills: { stop: { stops: [{ exitCode: 143 }] } } } },
      { title: "another signal", trial: { drills: { stop: { stops: [{ signal: "SIGQUIT", exitCode: 131 }] } } } },
      { title: "the slowest is told", trial: { drills: { stop: { stops: [{}, { tookMs: 4_000 }] } } }, because: "within 4 s" },
    ],
    no: [
      {
        trial: {
          drills: {
            stop: {
              stops: [
                {
                  killed: true,
                  exitCode: 137,
                  first: "npm",
                  moments: [{ at: "1795420810200000000", who: "app", what: "die 137" }],
                },
              ],
            },
          },
        },
        because: "SIGTERM did not end npm in 10 s: it was killed (exit code 137)",
        at: ["2026-11-23T08:00:10.200Z die 137"],
      },
      { title: "npm's code", trial: { drills: { stop: { stops: [{ exitCode: 1 }] } } }, because: "exit code 1" },
      { title: "SIGKILL as stop signal", trial: { drills: { stop: { stops: [{ signal: "SIGKILL", exitCode: 137 }] } } } },
      { title: "one of two", trial: { drills: { stop: { stops: [{}, { exitCode: 2 }] } } } },
    ],
    unknown: [{ drills: { stop: [{ stops: [{ exitCode: 1 }] }, {}] } }, { drills: { stop: { stops: [] } } }],
    "n/a": [{ drills: { stop: { ran: false, reason: "nothing to try", because: "it ends by itself" } } }],
  },
});
