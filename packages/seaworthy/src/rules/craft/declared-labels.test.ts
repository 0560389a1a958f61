import { testRule } from "../../testing/test-rule.js";
import rule from "./declared-labels.js";

const options = { labels: ["a=text", "b"], strict: true };

testRule(rule, {
  source: {
    yes: [
      { files: "FROM alpine:3.23\nLABEL a=1\n", options },
      { files: "FROM alpine:3.23\nLABEL a=1 b=2\n", options },
      { files: 'FROM alpine:3.23\nLABEL "a"=1\n', options },
      { files: "FROM alpine:3.23\nLABEL b some text\n", options },
    ],
    no: [
      { files: "FROM alpine:3.23\nLABEL a=1 «c=2»\n", options },
      { files: "FROM alpine:3.23\nLABEL «A=1»\n", options },
      { files: "FROM alpine:3.23\nONBUILD LABEL «c=2»\n", options },
      { files: "FROM alpine:3.23 AS x\nLABEL «c=2»\nFROM alpine:3.23\nLABEL a=1\n", options },
      { files: "FROM alpine:3.23\nLABEL «a=1»\n", options: { strict: true } },
    ],
    "n/a": ["FROM alpine:3.23\nLABEL c=1\n", { files: "FROM alpine:3.23\n", options }],
  },
});
