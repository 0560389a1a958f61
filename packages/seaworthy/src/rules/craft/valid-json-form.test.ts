import { testRule } from "../../testing/test-rule.js";
import rule from "./valid-json-form.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.23\nCOPY ["a b", "/x"]\n',
      'FROM alpine:3.23\nSHELL ["/bin/ash", "-c"]\n',
      'FROM alpine:3.23\nHEALTHCHECK CMD ["a"]\nRUN [ "$A" = "b" ] && echo "c, d"\n',
      'FROM alpine:3.23\nONBUILD RUN ["a"]\n',
    ],
    no: [
      "FROM alpine:3.23\nRUN «['a', 'b']»\n",
      'FROM alpine:3.23\nRUN «["a" "b"]»\n',
      'FROM alpine:3.23\nRUN «["a", "b",]»\n',
      'FROM alpine:3.23\nVOLUME «["/a"»\n',
      "FROM alpine:3.23\nHEALTHCHECK «CMD ['a']»\n",
      "FROM alpine:3.23\nRUN «[a, b]»\nCOPY «[ 'a', '/x' ]»\n",
      "FROM alpine:3.23\nONBUILD RUN «[“a”]»\n",
      "FROM alpine:3.23 AS a\nCMD «['a']»\nFROM alpine:3.23\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nRUN [ -f a ] || b\n",
      'FROM alpine:3.23\nRUN [ "$A" = "b" ] && echo "c", d\n',
      "FROM alpine:3.23\nRUN [[ $A == b ]]\nCOPY [a-z]*.js /x/\n",
      { files: "FROM alpine:3.23\nCMD ['a']\n", title: "the start of the service" },
      "FROM alpine:3.23\nRUN a\n",
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nRUN ['apk', 'add', 'curl',]\n",
      after: 'FROM alpine:3.23\nRUN ["apk", "add", "curl"]\n',
      safety: "review",
    },
  ],
});
