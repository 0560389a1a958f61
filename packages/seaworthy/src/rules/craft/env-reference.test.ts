import { testRule } from "../../testing/test-rule.js";
import rule from "./env-reference.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nENV A=1 B=$AB\n",
      "FROM alpine:3.23\nENV PATH=/a/bin:$PATH TOOL_PATH=/b/bin:$PATH\n",
      "FROM alpine:3.23\nENV PATH=/a:$PATH B=1\n",
      "FROM alpine:3.23\nENV A=1\nENV A=2 B=$A\n",
      "FROM alpine:3.23\nENV A=1 B='$A' C=\\$A\n",
      "FROM alpine:3.23 AS base\nENV A=1\nFROM base\nENV A=2 B=${A}\n",
      "FROM alpine:3.23\nARG A\nENV A=2 B=${A}\n",
      { title: "reckoned with", files: 'FROM alpine:3.23\nENV A="${A:-/a}" B="${A:-/a}/b" C=${A+set}\n' },
    ],
    no: [
      "FROM alpine:3.23\nENV A=1 «B=$A»\n",
      'FROM alpine:3.23\nENV A=1 «B="${A}/x"» C=2\n',
      "FROM alpine:3.23\nENV «B=${A%x}» A=1\n",
      "FROM alpine:3.23\nENV PATH=/a «PATH=/b:$PATH»\n",
      "FROM alpine:3.23 AS base\nENV A=1\nFROM alpine:3.23\nENV A=2 «B=$A»\n",
    ],
    "n/a": ["FROM alpine:3.23\nENV A=$A\n"],
  },
});
