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
  fix: [
    {
      before: "FROM alpine:3.23\nENV PORT 3000 # no comment\nLABEL\tteam  the harbour\n",
      after: 'FROM alpine:3.23\nENV PORT="3000 # no comment"\nLABEL\tteam="the harbour"\n',
      safety: "safe",
    },
    {
      before: 'FROM alpine:3.23\nENV A 1\nENV B $A/b\\ c\nENV P $PATH:/x y\nENV E ""\n',
      after: 'FROM alpine:3.23\nENV A=1\nENV B=$A/b\\ c\nENV P="$PATH:/x y"\nENV E=""\n',
    },
    {
      title: "with quotes in the middle",
      before: 'FROM alpine:3.23\nENV A it\'s\nENV B say "x y" z\nENV C "x y"\n',
      after: 'FROM alpine:3.23\nENV A it\'s\nENV B say "x y" z\nENV C="x y"\n',
      partly: true,
      because: "would be read in another way",
    },
  ],
});
