import { testRule } from "../../testing/test-rule.js";
import rule from "./key-value-form.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nENV A=b\n",
      'FROM alpine:3.23\nLABEL "a b"="c d" e=f\n',
      "FROM alpine:3.23\nENV A= \\\n  B=c\n",
      "FROM alpine:3.23\nONBUILD ENV A=b\n",
    ],
    no: [
      "FROM alpine:3.23\nENV «A b c»\n",
      "FROM alpine:3.23\nLABEL «maintainer someone»\n",
      "FROM alpine:3.23\nENV «A b=c»\nFROM scratch\nENV D=e\n",
      "FROM alpine:3.23\nENV «A \\\n  b»\n",
      "FROM alpine:3.23\nONBUILD ENV «A b»\n",
    ],
    "n/a": ["FROM alpine:3.23\nARG A\n"],
  },
});
