import { testRule } from "../../testing/test-rule.js";
import rule from "./builder-downloaders.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13 AS a\nRUN curl -fO https://example.com/a\nFROM debian:13 AS b\nRUN wget https://example.com/a\nFROM scratch\n",
      "FROM debian:13\nONBUILD RUN curl -fO https://example.com/a\nRUN wget https://example.com/a\n",
    ],
    no: [
      "FROM debian:13\nONBUILD RUN curl -fO https://example.com/a\nONBUILD RUN «wget https://example.com/a»\n",
      "FROM debian:13 AS a\nRUN wget https://example.com/a || «curl -fO https://example.com/a»\nFROM scratch\n",
    ],
    "n/a": ["FROM debian:13\nRUN wget https://example.com/a || curl -fO https://example.com/a\n"],
  },
});
