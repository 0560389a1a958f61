import { testRule } from "../../testing/test-rule.js";
import rule from "./builder-sudo.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN sudo a\nONBUILD RUN a\n",
      "FROM debian:13-slim\nONBUILD RUN echo sudo\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get install -y sudo\n",
      "FROM debian:13-slim\nONBUILD RUN visudo -c\n",
    ],
    no: [
      "FROM debian:13-slim AS a\nRUN «sudo a»\nFROM debian:13-slim\nRUN sudo b\n",
      "FROM debian:13-slim\nONBUILD RUN «sudo a»\n",
      "FROM debian:13-slim\nONBUILD RUN a && «sudo -E b»\n",
      "FROM debian:13-slim\nONBUILD RUN «/usr/bin/sudo a»\n",
      "FROM debian:13-slim\nONBUILD RUN a\nONBUILD RUN b | «sudo tee c»\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN sudo apt-get install x\n"],
  },
  fix: [
    {
      before: "FROM golang:1.27 AS a\nRUN sudo make install\nFROM scratch\nCOPY --from=a /a /a\n",
      after: "FROM golang:1.27 AS a\nRUN make install\nFROM scratch\nCOPY --from=a /a /a\n",
      safety: "review",
    },
  ],
});
