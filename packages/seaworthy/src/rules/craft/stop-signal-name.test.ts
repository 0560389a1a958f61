import { testRule } from "../../testing/test-rule.js";
import rule from "./stop-signal-name.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nSTOPSIGNAL SIGTERM\n",
      "FROM alpine:3.23\nSTOPSIGNAL SIGRTMIN+3\n",
      'FROM alpine:3.23\nSTOPSIGNAL "SIGINT"\n',
      "FROM alpine:3.23\nONBUILD STOPSIGNAL SIGUSR1\n",
    ],
    no: [
      "FROM alpine:3.23\nSTOPSIGNAL «15»\n",
      "FROM alpine:3.23\nSTOPSIGNAL «TERM»\n",
      "FROM alpine:3.23\nSTOPSIGNAL «sigterm»\n",
      "FROM alpine:3.23 AS a\nSTOPSIGNAL «Sigint»\nFROM alpine:3.23\nSTOPSIGNAL SIGINT\n",
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM alpine:3.23\nSTOPSIGNAL $S\n"],
  },
});
