import { testRule } from "../../testing/test-rule.js";
import rule from "./label-once.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nLABEL a=b c=d\n",
      { files: "FROM alpine:3.23 AS a\nLABEL a=b\nFROM a\nLABEL a=c\n", title: "another stage overrides it" },
      "FROM alpine:3.23\nLABEL a=b\nLABEL A=b\n",
      "FROM alpine:3.23\nLABEL a=b\nONBUILD LABEL a=c\n",
    ],
    no: [
      "FROM alpine:3.23\nLABEL «a»=b\nLABEL a=c\n",
      "FROM alpine:3.23\nLABEL «a»=b a=b\n",
      'FROM alpine:3.23\nLABEL «"a"»=b\nRUN x\nLABEL a=c\n',
      "FROM alpine:3.23\nLABEL «a»=b «a»=c a=d\n",
    ],
    "n/a": ["FROM alpine:3.23\nENV A=b\nENV A=c\n"],
  },
});
