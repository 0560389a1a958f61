import { testRule } from "../../testing/test-rule.js";
import rule from "./never-root.js";

testRule(rule, {
  trial: {
    yes: [{ drills: { identity: {} } }],
    no: [{ trial: { drills: { identity: { rootForMs: 220 } } }, because: "ran as root for 220 ms", at: ["starting"] }],
    unknown: [{ drills: { identity: { mapped: true } } }, { drills: { identity: { samples: [] } } }],
    "n/a": [{ drills: { identity: { processes: [{ uids: [0, 0, 0, 0] }], rootForMs: 5 } } }],
  },
});
