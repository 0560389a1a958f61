import { testRule } from "../../testing/test-rule.js";
import rule from "./copy-from-empty-stage.js";

testRule(rule, {
  source: {
    yes: [
      "FROM scratch AS a\nADD x /x\nFROM scratch\nCOPY --from=a /x /x\n",
      "FROM scratch AS a\nCOPY x /x\nFROM a AS b\nFROM scratch\nCOPY --from=b /x /x\n",
      "FROM alpine:3.23 AS a\nFROM scratch\nCOPY --from=a /etc/passwd /etc/\n",
      "FROM scratch AS a\nFROM scratch\nCOPY --from=a / /\n",
      "FROM scratch AS a\nWORKDIR /x\nFROM scratch\nCOPY --from=a /x /x\n",
    ],
    no: [
      "FROM scratch AS a\nFROM scratch\nCOPY «--from=a» /x /x\n",
      "FROM scratch\nENV A=1\nFROM alpine:3.23\nCOPY «--from=0» x y /z/\n",
      "FROM scratch AS a\nFROM a AS b\nFROM alpine:3.23\nCOPY «--from=B» /x /x\n",
      "FROM scratch AS a\nUSER 1\nFROM alpine:3.23 AS b\nCOPY «--from=a» /x /x\nFROM alpine:3.23\n",
    ],
    "n/a": ["FROM alpine:3.23\nCOPY x /x\n", "FROM alpine:3.23\nCOPY --from=scratch /x /x\n"],
  },
});
