import { testRule } from "../../testing/test-rule.js";
import rule from "./base-platform.js";

testRule(rule, {
  source: {
    no: [
      "FROM --platform=linux/amd64 «arm32v7/debian:13»\n",
      "FROM --platform=linux/arm64 «docker.io/amd64/alpine:3.23»\n",
      "FROM --platform=windows/amd64 «amd64/alpine:3.23» AS windows\n",
      "FROM --platform=linux/s390x alpine:3.23 AS a\nFROM --platform=linux/s390x «i386/alpine:3.23»\n",
    ],
    unknown: [
      "FROM --platform=linux/amd64 alpine:3.23\n",
      "FROM --platform=linux/arm/v7 arm32v7/alpine:3.23\n",
      "FROM --platform=linux/amd64 ghcr.io/arm64v8/alpine:3.23\n",
    ],
    "n/a": ["FROM arm64v8/alpine:3.23\n", "FROM --platform=$BUILDPLATFORM arm64v8/alpine:3.23\n", "FROM alpine:3.23\n"],
  },
});
