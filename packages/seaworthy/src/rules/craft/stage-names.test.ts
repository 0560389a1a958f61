import { testRule } from "../../testing/test-rule.js";
import rule from "./stage-names.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23 AS a\n",
      "FROM alpine:3.23 AS a\nFROM alpine:3.23\nFROM alpine:3.23\n",
      "FROM alpine:3.23 AS a\nFROM a AS b\n",
      "FROM alpine:3.23 AS a-1\nFROM alpine:3.23 AS a_1\n",
    ],
    no: [
      "FROM alpine:3.23 AS a\nFROM debian:13 AS «A»\n",
      "FROM alpine:3.23 AS a\nFROM debian:13 AS «a»\nFROM debian:13 AS «a»\n",
      "FROM alpine:3.23 AS a\nFROM a AS «a»\n",
      "FROM alpine:3.23 as a\nFROM alpine:3.23\nFROM --platform=$BUILDPLATFORM node:24 as «a»\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
