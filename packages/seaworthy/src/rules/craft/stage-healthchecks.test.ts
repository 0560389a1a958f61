import { testRule } from "../../testing/test-rule.js";
import rule from "./stage-healthchecks.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nHEALTHCHECK NONE\n",
      "FROM alpine:3.23 AS base\nHEALTHCHECK CMD true\nFROM base\nFROM base AS other\n",
      "FROM alpine:3.23 AS a\nFROM a AS b\nFROM b\nHEALTHCHECK CMD true\n",
    ],
    no: [
      "«FROM alpine:3.23 AS build»\nFROM alpine:3.23\nHEALTHCHECK CMD true\n",
      "FROM alpine:3.23 AS a\n«FROM a AS b»\nFROM a\nHEALTHCHECK CMD true\n",
      "«FROM alpine:3.23»\nONBUILD HEALTHCHECK CMD true\n",
    ],
  },
});
