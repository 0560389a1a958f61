import { testRule } from "../../testing/test-rule.js";
import rule from "./no-secret-shown.js";

testRule(rule, {
  trial: {
    yes: [
      { trial: { drills: { canaries: {} } }, because: "the value of DB_PASSWORD was not found in 20 answers and the log" },
      {
        title: "a worker, of which only the log can be searched",
        trial: { conditions: { http: false }, drills: { canaries: { searched: 0 } } },
        because: "was not found in the log",
      },
      { trial: { drills: { canaries: { planted: ["A_KEY", "B_KEY"] } } }, because: "none of 2 values was found" },
    ],
    no: [
      {
        trial: {
          drills: {
            canaries: {
              found: [
                { name: "DB_PASSWORD", where: "error page", moment: "GET /%00" },
                { name: "API_TOKEN", where: "health", moment: "GET /healthz" },
              ],
            },
          },
        },
        because: "the value of DB_PASSWORD stood on an error page",
        at: ["GET /%00", "GET /healthz"],
      },
    ],
    unknown: [{ drills: { canaries: { searched: 0 } } }],
    "n/a": [{ drills: { canaries: { planted: [] } } }],
  },
});
