import { testRule } from "../../testing/test-rule.js";
import rule from "./builder-recommends.js";

testRule(rule, {
  source: {
    yes: ["FROM debian:13 AS build\nRUN apt-get install -y -o APT::Install-Recommends=0 gcc\nFROM scratch\n"],
    no: ["FROM debian:13 AS build\nRUN «apt-get install -y gcc»\nFROM debian:13-slim\nRUN apt-get install -y tini\n"],
    "n/a": ["FROM debian:13-slim\nRUN apt-get install -y tini\n", "FROM alpine:3.23 AS build\nRUN apk add gcc\nFROM scratch\n"],
  },
  fix: [
    {
      before: "FROM debian:13 AS a\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=a /a /a\n",
      after:
        "FROM debian:13 AS a\nRUN apt-get update && apt-get install --no-install-recommends -y gcc\nFROM scratch\nCOPY --from=a /a /a\n",
      safety: "review",
    },
  ],
});
