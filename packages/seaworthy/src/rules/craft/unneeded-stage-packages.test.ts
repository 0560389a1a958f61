import { testRule } from "../../testing/test-rule.js";
import rule from "./unneeded-stage-packages.js";

testRule(rule, {
  source: {
    yes: ["FROM debian:13 AS test\nRUN apt-get install -y gdb=16.3-1\nFROM debian:13-slim\nRUN apt-get install -y tini\n"],
    no: ["FROM debian:13 AS test\nRUN apt-get install -y «gdb» && pip install «pytest»\nFROM debian:13-slim\n"],
    "n/a": [
      "FROM debian:13 AS build\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /app /app\n",
      "FROM debian:13-slim\nRUN apt-get install -y tini\n",
    ],
  },
});
