import { testRule } from "../../testing/test-rule.js";
import rule from "./tells-kept-connections.js";

testRule(rule, {
  trial: {
    yes: [
      { drills: { stop: { stops: [{ keepAlive: { held: true, told: true } }] } } },
      { drills: { stop: { stops: [{ keepAlive: { held: false, told: false }, stream: { closedAfterMs: 8_000 } }] } } },
    ],
    no: [
      { trial: { drills: { stop: { stops: [{ keepAlive: { held: true, told: false } }] } } }, at: ["idle connection"] },
      { trial: { drills: { stop: { stops: [{ stream: { closedAfterMs: 12_000 } }] } } }, because: "grace period of 10 s" },
    ],
    "n/a": [{ drills: { stop: {} } }],
  },
});
