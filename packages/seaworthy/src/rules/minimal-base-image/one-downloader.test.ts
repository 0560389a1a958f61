import { testRule } from "../../testing/test-rule.js";
import rule from "./one-downloader.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN wget https://example.com/a\n",
      "FROM alpine:3.23\nRUN apk add --no-cache curl\nRUN curl -fO https://example.com/a\n",
      "FROM alpine:3.23 AS fetch\nRUN wget https://example.com/a\nFROM alpine:3.23\nRUN apk add curl\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN apt-get install -y curl «wget»\n",
      "FROM debian:13-slim\nRUN apt-get install -y curl\nRUN «wget https://example.com/a»\n",
      "FROM debian:13-slim\nRUN apt-get install -y wget &&\\\n  «curl -o /a https://example.com/a»\n",
      "FROM debian:13-slim AS base\nRUN apt-get install -y wget\nFROM base\nRUN apt-get install -y «curl»\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN apk add tini\n"],
  },
});
