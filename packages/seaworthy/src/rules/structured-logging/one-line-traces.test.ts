import { testRule } from "../../testing/test-rule.js";
import rule from "./one-line-traces.js";

const after = (traceLines: number) => ({ drills: { logs: { provoked: { request: "POST /orders", traceLines } } } });

testRule(rule, {
  trial: {
    yes: [after(1)],
    no: [{ trial: after(9), because: "the stack trace of POST /orders is spread over 9 lines", at: ["POST /orders"] }],
    unknown: [after(0)],
    "n/a": [{ drills: { logs: {} } }],
  },
});
