import { testRule } from "../../testing/test-rule.js";
import rule from "./user-exists.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nRUN addgroup -g 1001 appgroup && adduser -u 1001 -G appgroup -s /bin/sh -D appuser\nUSER appuser\n",
      "FROM debian:12-slim\nRUN useradd --create-home --shell /bin/bash appuser\nUSER appuser\n",
      "FROM node:22-slim\nUSER node\n",
      "FROM scratch\nUSER 65532:65532\n",
      "FROM debian:12-slim AS base\nRUN useradd app\nFROM base\nUSER app:app\n",
    ],
    no: [
      "FROM alpine:3.22\nRUN apk add --no-cache curl\n«USER web»\n",
      "FROM scratch\nCOPY app /app\n«USER nobody»\n",
      "FROM debian:12 AS build\nRUN useradd app\nFROM debian:12-slim\nCOPY --from=build /app /app\n«USER app»\n",
      "FROM ubuntu:24.04\n«USER svc:svc»\n",
    ],
    unknown: [
      "FROM registry.example.com/base:1\nUSER app\n",
      "FROM scratch\nCOPY passwd /etc/passwd\nUSER app\n",
      "FROM alpine:3.22\nRUN echo 'app:x:1000:1000::/:/bin/sh' >> /etc/passwd\nUSER app\n",
      "FROM debian:12-slim\nUSER nobody\n",
    ],
    "n/a": ["FROM alpine:3.22\n", "FROM alpine:3.22\nUSER root\n", "FROM alpine:3.22\nUSER $X\n"],
  },
  image: {
    yes: [{ config: { user: "app" }, files: { "/etc/passwd": "app:x:10001:10001::/:/bin/sh\n" } }, { config: { user: "10001" } }],
    no: [
      { image: { config: { user: "web" }, files: { "/etc/passwd": "app:x:1:1::/:/bin/sh\n" } }, at: ["User"] },
      { image: { config: { user: "nobody" } }, because: "no passwd" },
      { config: { user: "app" }, files: { "/etc/passwd": "#app:x:1:1::/:/bin/sh\napp:x:one:1::/:\n" } },
    ],
    unknown: [{ config: { user: "web" }, files: { "/etc/passwd": { size: 9_000_000 } } }],
    "n/a": [{ config: { user: "" } }, { config: { user: "root" } }, { form: "rootfs" }],
  },
});
