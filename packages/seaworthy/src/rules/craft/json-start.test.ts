import { testRule } from "../../testing/test-rule.js";
import rule from "./json-start.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.23\nENTRYPOINT ["a"]\nCMD ["b"]\n',
      'FROM alpine:3.23\nHEALTHCHECK --interval=5s CMD ["a"]\n',
      "FROM alpine:3.23\nCMD []\n",
    ],
    no: [
      "FROM alpine:3.23\n«CMD a b»\n",
      'FROM alpine:3.23 AS a\n«ENTRYPOINT a»\nFROM alpine:3.23\nCMD ["b"]\n',
      "FROM alpine:3.23\n«CMD ['a', 'b']»\n",
      'FROM alpine:3.23 AS a\nSHELL ["/bin/ash", "-c"]\nFROM alpine:3.23\n«CMD a»\n',
      'FROM alpine:3.23\n«CMD a»\nSHELL ["/bin/ash", "-c"]\n',
      'FROM alpine:3.23 AS a\nSHELL ["/bin/ash", "-c"]\nFROM a AS b\nFROM b\n«ENTRYPOINT a»\n',
      "FROM alpine:3.23\n«HEALTHCHECK CMD a || exit 1»\nCMD []\n",
    ],
    "n/a": ["FROM alpine:3.23\nHEALTHCHECK NONE\nONBUILD CMD a\n"],
  },
});
