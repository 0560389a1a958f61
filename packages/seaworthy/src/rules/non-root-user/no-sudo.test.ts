import { testRule } from "../../testing/test-rule.js";
import rule from "./no-sudo.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y sudo && sudo make\nFROM debian:12-slim\nCOPY --from=build /app /app\n",
      "FROM alpine:3.22\nRUN echo 'use sudo on the host'\n",
      "FROM alpine:3.22\nRUN rm -f /etc/sudoers.d/x\n",
    ],
    no: [
      "FROM debian:12-slim\nRUN apt-get install -y git «sudo» curl\n",
      "FROM alpine:3.22\nRUN apk add --no-cache «sudo»\n",
      { files: "FROM debian:12-slim\nUSER app\nRUN sudo mkdir /data && ls\n", because: "already has the rights" },
      "FROM debian:12-slim AS base\nRUN apt-get install -y «sudo»\nFROM base\nUSER 1000\n",
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"],
  },
});
