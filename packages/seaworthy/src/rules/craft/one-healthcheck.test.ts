import { testRule } from "../../testing/test-rule.js";
import rule from "./one-healthcheck.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.23\nHEALTHCHECK CMD ["a"]\n',
      'FROM alpine:3.23 AS a\nHEALTHCHECK CMD ["a"]\nFROM alpine:3.23\nHEALTHCHECK NONE\n',
      'FROM alpine:3.23 AS a\nHEALTHCHECK CMD ["a"]\nFROM a\nHEALTHCHECK NONE\n',
      'FROM alpine:3.23\nHEALTHCHECK CMD ["a"]\nONBUILD HEALTHCHECK NONE\n',
    ],
    no: [
      'FROM alpine:3.23\n«HEALTHCHECK CMD ["a"]»\nRUN x\nHEALTHCHECK NONE\n',
      'FROM alpine:3.23 AS a\n«HEALTHCHECK CMD ["a"]»\nHEALTHCHECK NONE\nFROM alpine:3.23\nHEALTHCHECK CMD ["a"]\n',
      'FROM alpine:3.23\n«HEALTHCHECK CMD ["a"]»\n«HEALTHCHECK NONE»\nHEALTHCHECK CMD ["a"]\n',
      'FROM alpine:3.23\n«healthcheck CMD ["a"]»\nHEALTHCHECK NONE\n',
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: "FROM alpine:3.23\n# why\nHEALTHCHECK CMD a\nRUN id\nHEALTHCHECK CMD b\n",
      after: "FROM alpine:3.23\n# why\nRUN id\nHEALTHCHECK CMD b\n",
      safety: "safe",
    },
  ],
});
