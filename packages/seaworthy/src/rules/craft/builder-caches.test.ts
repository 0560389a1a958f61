import { testRule } from "../../testing/test-rule.js";
import rule from "./builder-caches.js";

testRule(rule, {
  source: {
    yes: ["FROM alpine:3.23 AS build\nRUN apk add --no-cache gcc\nFROM alpine:3.23\nRUN apk add tini\n"],
    no: ["FROM python:3.14 AS build\nRUN «pip wheel flask»\nFROM python:3.14-slim\n"],
    "n/a": [
      "FROM alpine:3.23\nRUN apk add tini\n",
      { title: "the stage below", files: "FROM alpine:3.23 AS base\nRUN apk add tini\nFROM base\n" },
      { title: "behind ONBUILD", files: "FROM alpine:3.23 AS base\nONBUILD RUN apk add tini\nFROM alpine:3.23\n" },
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.22 AS a\nRUN apk add curl\nFROM scratch\nCOPY --from=a /a /a\n",
      after: "FROM alpine:3.22 AS a\nRUN apk add --no-cache curl\nFROM scratch\nCOPY --from=a /a /a\n",
      safety: "safe",
    },
  ],
});
