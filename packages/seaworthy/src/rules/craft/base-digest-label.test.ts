import { testRule } from "../../testing/test-rule.js";
import rule from "./base-digest-label.js";

testRule(rule, {
  source: {
    yes: [
      `FROM alpine:3.23@sha256:${"12".repeat(32)} AS base\nLABEL "org.opencontainers.image.base.digest"="sha256:${"12".repeat(32)}"\nFROM base\n`,
    ],
    no: [
      `FROM alpine:3.23@sha256:${"12".repeat(32)} AS base\nLABEL org.opencontainers.image.base.digest=«sha256:${"34".repeat(32)}»\nFROM base\n`,
    ],
    unknown: [
      "FROM alpine:3.23\nLABEL org.opencontainers.image.base.digest=sha256:ab\n",
      `ARG D\nFROM alpine:3.23@sha256:${"12".repeat(32)}\nARG D\nLABEL org.opencontainers.image.base.digest=$D\n`,
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM alpine:3.23 AS other\nLABEL org.opencontainers.image.base.digest=x\nFROM alpine:3.23\n"],
  },
});
