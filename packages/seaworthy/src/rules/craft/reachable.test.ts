import { testRule } from "../../testing/test-rule.js";
import rule from "./reachable.js";

const at = (address: string, port = 8080) => ({ protocol: "tcp" as const, address, port });

testRule(rule, {
  trial: {
    yes: [{ drills: { start: {} } }, { drills: { start: { listeners: [at("::1"), at("::")] } } }],
    no: [
      { trial: { drills: { start: { listeners: [at("::1")] } } }, because: "port 8080 is bound to ::1", at: ["port 8080"] },
      {
        trial: { drills: { start: { listeners: [at("0.0.0.0", 3000)], declared: [3000, 9090] } } },
        because: "nothing listens at the declared port 9090",
        at: ["port 9090"],
      },
    ],
    unknown: [{ drills: { start: { ready: false } } }],
    "n/a": [{ drills: { start: { declared: [] } } }],
  },
});
