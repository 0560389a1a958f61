import { testRule } from "../../testing/test-rule.js";
import rule from "./stage-name-case.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23 AS a\n",
      "FROM alpine:3.23 AS a_1.x-y\n",
      "FROM alpine:3.23 AS a\nFROM debian:13\n",
      "FROM docker.io/Library/x AS a\n",
    ],
    no: [
      "FROM alpine:3.23 AS «Base»\n",
      "FROM alpine:3.23 as «BASE»\n",
      "FROM alpine:3.23 AS base\nFROM base AS «runTime»\n",
      "FROM alpine:3.23 \\\n  AS «Base»\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN echo AS Base\n"],
  },
  fix: [
    {
      before: "FROM node:24 AS Build\nFROM Build AS b\nCOPY --from=BUILD /a /b\n",
      after: "FROM node:24 AS build\nFROM build AS b\nCOPY --from=build /a /b\n",
      safety: "safe",
    },
  ],
});
