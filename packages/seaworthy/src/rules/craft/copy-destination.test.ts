import { testRule } from "../../testing/test-rule.js";
import rule from "./copy-destination.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nCOPY a b .\n",
      "FROM alpine:3.23\nCOPY a b ./\n",
      'FROM alpine:3.23\nCOPY ["a", "b", "/c d/"]\n',
      "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY a b C:\\app\\\n",
    ],
    no: [
      "FROM alpine:3.23\nCOPY a b «c»\n",
      'FROM alpine:3.23\nCOPY a b «"c"»\n',
      'FROM alpine:3.23\nCOPY ["a", "b", «"/c d"»]\n',
      "FROM alpine:3.23\nCOPY <<A <<B «/c»\na\nA\nb\nB\n",
    ],
    unknown: ["FROM alpine:3.23\nARG D\nCOPY a b $D\n"],
    "n/a": ["FROM alpine:3.23\nCOPY a b\nADD a b c\n"],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nCOPY a b /srv\nCOPY c d \\\n  lib\n",
      after: "FROM alpine:3.23\nCOPY a b /srv/\nCOPY c d \\\n  lib/\n",
      safety: "safe",
    },
  ],
});
