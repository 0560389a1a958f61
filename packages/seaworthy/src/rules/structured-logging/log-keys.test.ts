import { testRule } from "../../testing/test-rule.js";
import rule from "./log-keys.js";

testRule(rule, {
  trial: {
    yes: [{ drills: { logs: {} } }],
    no: [
      {
        trial: { drills: { logs: { keys: { time: null, level: "severity", message: null } } } },
        because: "no key for: time, message",
      },
    ],
    "n/a": [
      {
        drills: {
          logs: {
            counts: [{ phase: "steady", stream: "stdout", lines: 3, json: 0 }],
            keys: { time: null, level: null, message: null },
          },
        },
      },
    ],
  },
});
