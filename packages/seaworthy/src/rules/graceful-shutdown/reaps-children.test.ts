import { testRule } from "../../testing/test-rule.js";
import rule from "./reaps-children.js";

testRule(rule, {
  trial: {
    yes: [{ drills: { zombies: {} } }],
    no: [
      {
        trial: { drills: { zombies: { left: 2, startsPrograms: true, first: "node" } } },
        because: "node left 2 of 3 orphans as zombies",
        at: ["2 zombies"],
      },
    ],
    unknown: [{ drills: { zombies: { made: 0 } } }],
    "n/a": [{ drills: { zombies: { left: 3, first: "node" } } }],
  },
});
