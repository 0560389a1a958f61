import { testRule } from "../../testing/test-rule.js";
import rule from "./from-first.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN a\n",
      "# syntax=docker/dockerfile:1\n# note\nARG A=1 B\nFROM alpine:3.23\n",
      "\n\nfrom alpine:3.23\n",
      "FROM alpine:3.23\nLABEL a=b\nFROM alpine:3.23\n",
    ],
    no: [
      "«RUN» a\nFROM alpine:3.23\n",
      "ARG A\n«ENV» B=1\n«MAINTAINER» x\nFROM alpine:3.23\n",
      "«onbuild» run x\nFROM alpine:3.23\n",
      "# c\n«COPY» a b\nFROM alpine:3.23\nRUN x\n",
    ],
  },
});
