import { testRule } from "../../testing/test-rule.js";
import rule from "./one-entrypoint.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.23\nENTRYPOINT ["a"]\n',
      'FROM alpine:3.23 AS a\nENTRYPOINT ["a"]\nFROM alpine:3.23\nENTRYPOINT ["b"]\n',
      'FROM alpine:3.23 AS a\nENTRYPOINT ["a"]\nFROM a\nENTRYPOINT ["b"]\n',
      'FROM alpine:3.23\nENTRYPOINT ["a"]\nONBUILD ENTRYPOINT ["b"]\n',
    ],
    no: [
      'FROM alpine:3.23\n«ENTRYPOINT ["a"]»\nRUN x\nENTRYPOINT ["b"]\n',
      'FROM alpine:3.23 AS a\n«ENTRYPOINT ["a"]»\nENTRYPOINT ["b"]\nFROM alpine:3.23\nENTRYPOINT ["a"]\n',
      'FROM alpine:3.23\n«ENTRYPOINT ["a"]»\n«ENTRYPOINT ["b"]»\nENTRYPOINT ["a"]\n',
      'FROM alpine:3.23\n«entrypoint ["a"]»\nENTRYPOINT ["b"]\n',
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: 'FROM alpine:3.23\n# why\nENTRYPOINT ["a"]\nRUN id\nENTRYPOINT ["b"]\n',
      after: 'FROM alpine:3.23\n# why\nRUN id\nENTRYPOINT ["b"]\n',
      safety: "safe",
    },
  ],
});
