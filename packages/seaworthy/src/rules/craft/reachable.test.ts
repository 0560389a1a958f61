import { testRule } from "../../testing/test-rule.js";
import rule from "./reachable.js";

const at = (address: string, port = 8080) => ({ protocol: "tcp" as const, address, port });

testRule(rule, {
  trial: {
    yes: [{ drills: { start: {} } }, { drills: { start: { listeners: [at("::1"), at("::")] } } }],
    no: [
      {
        title: "bound to loopback, so that nobody saw it come up",
        trial: { drills: { start: { ready: false, listeners: [at("127.0.0.1")] } } },
        because: "port 8080 is bound to 127.0.0.1: nobody outside of the container reaches it",
      },
      { trial: { drills: { start: { listeners: [at("::1")] } } }, because: "port 8080 is bound to ::1", at: ["port 8080"] },
      {
        trial: { drills: { start: { listeners: [at("0.0.0.0", 3000)], declared: [3000, 9090] } } },
        because: "nothing listens at the declared port 9090",
        at: ["port 9090"],
      },
    ],
    unknown: [
      { drills: { start: { ready: false } } },
      { drills: { start: { ready: false, declared: [] } } },
      {
        title: "it listens at one port, and did not come up: who knows what was to come",
        trial: { drills: { start: { ready: false, listeners: [at("0.0.0.0", 3000)], declared: [3000, 9090] } } },
      },
    ],
    "n/a": [{ drills: { start: { declared: [] } } }],
  },
});
