import { testRule } from "../../testing/test-rule.js";
import rule from "./used-stages.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nFROM alpine:3.23\nCOPY --from=0 /x /x\n",
      "FROM alpine:3.23 AS a\nFROM a\n",
      "FROM alpine:3.23 AS a\nFROM alpine:3.23\nRUN --mount=from=a,target=/x ls /x\n",
      "FROM alpine:3.23 AS a\nFROM a AS b\nFROM alpine:3.23\nCOPY --from=b /x /x\n",
    ],
    no: [
      "«FROM alpine:3.22»\nFROM alpine:3.23\n",
      "«FROM alpine:3.23»\nRUN a\nFROM alpine:3.23 AS b\nFROM b\n",
      "FROM alpine:3.23 AS a\n«FROM a»\nRUN test\nFROM a\n",
      "«FROM alpine:3.23»\n«FROM alpine:3.23»\nCOPY --from=0 /x /x\nFROM alpine:3.23\n",
    ],
    unknown: [
      "FROM alpine:3.23 AS a\nFROM a AS test\nRUN test\nFROM a\n",
      "FROM alpine:3.22\nFROM alpine:3.23 AS test\nCOPY --from=0 /x /x\nFROM alpine:3.23\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
