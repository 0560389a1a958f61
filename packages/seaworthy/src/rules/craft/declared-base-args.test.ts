import { testRule } from "../../testing/test-rule.js";
import rule from "./declared-base-args.js";

testRule(rule, {
  source: {
    yes: [
      "ARG A\nFROM alpine:${A:-3.23}\n",
      "ARG A=1 B=2\nFROM alpine:$A.$B\n",
      "FROM --platform=$BUILDPLATFORM golang:1.25 AS build-$TARGETARCH\n",
      "ARG A=3.23\nFROM alpine:$A AS a\nFROM alpine:$A\n",
    ],
    no: [
      "FROM alpine:«$A»\n",
      "FROM alpine:«${A:-3.23}»\n",
      { files: "FROM alpine:3.23\nARG A=3.22\nFROM alpine:«$A»\n", title: "an ARG inside a stage" },
      { files: "ARG VERSION=3.23\nFROM alpine:«$VERSON»\n", because: "did you mean $VERSION?" },
      "FROM --platform=«$BUILDPLATFROM» alpine:3.23\n",
      "ARG A=3\nFROM alpine:${A}«$B»«$C»$A\n",
    ],
    "n/a": ["FROM alpine:3.23\nARG A\nENV B=$A\n"],
  },
});
