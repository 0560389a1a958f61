import { testRule } from "../../testing/test-rule.js";
import rule from "./one-cmd.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.23\nCMD ["a"]\n',
      'FROM alpine:3.23 AS a\nCMD ["a"]\nFROM alpine:3.23\nCMD ["b"]\n',
      'FROM alpine:3.23 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n',
      'FROM alpine:3.23\nCMD ["a"]\nONBUILD CMD ["b"]\n',
    ],
    no: [
      'FROM alpine:3.23\n«CMD ["a"]»\nRUN x\nCMD ["b"]\n',
      'FROM alpine:3.23 AS a\n«CMD ["a"]»\nCMD ["b"]\nFROM alpine:3.23\nCMD ["a"]\n',
      'FROM alpine:3.23\n«CMD ["a"]»\n«CMD ["b"]»\nCMD ["a"]\n',
      'FROM alpine:3.23\n«cmd ["a"]»\nCMD ["b"]\n',
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: 'FROM alpine:3.23\n# why\nCMD ["a"]\nRUN id\nCMD ["b"]\n',
      after: 'FROM alpine:3.23\n# why\nRUN id\nCMD ["b"]\n',
      safety: "safe",
    },
  ],
});
