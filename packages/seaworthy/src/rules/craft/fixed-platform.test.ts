import { testRule } from "../../testing/test-rule.js";
import rule from "./fixed-platform.js";

testRule(rule, {
  source: {
    yes: [
      "FROM --platform=$TARGETPLATFORM alpine:3.23\n",
      "ARG P=linux/amd64\nFROM --platform=$P alpine:3.23\n",
      "FROM --platform=linux/arm64 alpine:3.23 AS build-arm64\n",
      "FROM --platform=linux/amd64 alpine:3.23 AS Linux-base\n",
      "FROM --platform=linux/x86_64 alpine:3.23 AS amd64\n",
    ],
    no: [
      "FROM «--platform=linux/amd64» alpine:3.23\n",
      "FROM «--platform=linux» alpine:3.23\n",
      "FROM «--platform=linux/arm64/v8» alpine:3.23 AS build-amd64\n",
      "FROM «--platform=arm64» alpine:3.23 AS a\nFROM --platform=$BUILDPLATFORM alpine:3.23\n",
      'FROM «--platform="linux/amd64"» alpine:3.23\n',
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
