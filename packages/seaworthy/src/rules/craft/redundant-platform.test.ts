import { testRule } from "../../testing/test-rule.js";
import rule from "./redundant-platform.js";

testRule(rule, {
  source: {
    yes: [
      "FROM --platform=$BUILDPLATFORM alpine:3.23\n",
      "FROM --platform=linux/amd64 alpine:3.23\n",
      "FROM --platform=$TARGETOS/$TARGETARCH alpine:3.23\n",
      "FROM --platform=${TARGETPLATFORM}/v8 alpine:3.23\n",
      "FROM --platform=${TARGETPLATFORM:-$BUILDPLATFORM} alpine:3.23\n",
    ],
    no: [
      "FROM «--platform=$TARGETPLATFORM» alpine:3.23\n",
      "FROM «--platform=${TARGETPLATFORM}» alpine:3.23\n",
      "FROM «--platform=${TARGETPLATFORM:-linux/amd64}» alpine:3.23\n",
      "FROM --platform=$BUILDPLATFORM alpine:3.23 AS a\nFROM «--platform=$TARGETPLATFORM» alpine:3.23\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [{ before: "FROM --platform=$TARGETPLATFORM alpine:3.23\n", after: "FROM alpine:3.23\n", safety: "review" }],
});
