import { testRule } from "../../testing/test-rule.js";
import rule from "./reserved-stage-name.js";

testRule(rule, {
  source: {
    yes: [
      "FROM scratch AS app\n",
      "FROM alpine:3.23 AS contexts\n",
      "FROM alpine:3.23 AS from-scratch\n",
      "FROM scratch\nFROM scratch AS a\n",
    ],
    no: [
      "FROM alpine:3.23 AS «scratch»\n",
      "FROM alpine:3.23 AS «context»\nFROM alpine:3.23\n",
      "FROM alpine:3.23 AS «Scratch»\n",
      "FROM alpine:3.23 AS a\nFROM alpine:3.23 AS «CONTEXT»\n",
    ],
    "n/a": ["FROM scratch\n"],
  },
});
