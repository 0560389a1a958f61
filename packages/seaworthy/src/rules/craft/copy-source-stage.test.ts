import { testRule } from "../../testing/test-rule.js";
import rule from "./copy-source-stage.js";

testRule(rule, {
  source: {
    yes: [
      "FROM node:24 AS Build\nFROM alpine:3.23\nCOPY --from=build /a /a\n",
      "FROM node:24\nFROM alpine:3.23\nCOPY --from=0 /a /a\n",
      "FROM alpine:3.23\nCOPY --from=ghcr.io/x/y /a /a\n",
      "FROM alpine:3.23\nCOPY --from=busybox:1.37 /a /a\n",
    ],
    no: [
      "FROM alpine:3.23\nCOPY --from=«build» /a /a\nFROM node:24 AS build\n",
      "FROM node:24\nFROM alpine:3.23\nCOPY --from=«7» /a /a\n",
      "FROM alpine:3.23\nCOPY --from=«0» /a /a\n",
      "FROM alpine:3.23\nCOPY --chown=1:1 --from=«nginx» /a /a\n",
    ],
    unknown: ["FROM alpine:3.23\nARG S\nCOPY --from=$S /a /a\n"],
    "n/a": ["FROM alpine:3.23\nONBUILD COPY --from=x /a /a\n"],
  },
});
