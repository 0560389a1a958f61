import { testRule } from "../../testing/test-rule.js";
import rule from "./serves-without-capabilities.js";

testRule(rule, {
  trial: {
    yes: [{ drills: { capabilities: {} } }],
    no: [
      {
        trial: { drills: { capabilities: { needed: ["SETGID", "SETUID"] } } },
        because: "needs SETGID, SETUID",
        at: ["attempt 1"],
      },
      {
        trial: {
          drills: { capabilities: { needed: null, attempts: [{ added: [], served: false, because: "mount: not permitted" }] } },
        },
        because: "with any set of capabilities that was tried: mount: not permitted",
      },
    ],
    unknown: [{ drills: { capabilities: { needed: null, attempts: [] } } }],
  },
});
