import { testRule } from "../../testing/test-rule.js";
import rule from "./default-base.js";

testRule(rule, {
  source: {
    yes: [
      "ARG A=3.23\nFROM alpine:$A\n",
      "ARG A\nFROM alpine:3.23$A\n",
      "ARG A\nFROM alpine:${A:-3.23}\n",
      "FROM alpine:3.23 AS build-amd64\nFROM build-$TARGETARCH\n",
      "ARG R=ghcr.io/acme\nARG I=$R/base\nFROM $I:1\n",
    ],
    no: [
      "ARG A\nFROM «alpine:$A»\n",
      "ARG A\nFROM «$A»\n",
      'ARG A=""\nFROM «${A}/alpine:3.23»\n',
      "ARG A=3.23\nFROM alpine:$A AS a\nFROM «alpine:$B»\n",
      {
        files: {
          Dockerfile: "ARG A\nFROM «alpine:$A»\n",
          "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      args:\n        A: '3.23'\n",
        },
        title: "the one who builds gives it",
      },
    ],
    unknown: ["ARG A\nFROM alpine:${A:?needed}\n"],
    "n/a": ["FROM alpine:3.23\nARG A\nENV B=$A\n"],
  },
});
