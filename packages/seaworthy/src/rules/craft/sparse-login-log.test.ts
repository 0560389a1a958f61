import { testRule } from "../../testing/test-rule.js";
import rule from "./sparse-login-log.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN useradd -u 99999 app\n",
      "FROM debian:13-slim\nRUN useradd app\n",
      "FROM debian:13-slim\nRUN useradd --no-log-init --uid=1000660000 app\n",
      "FROM debian:13-slim\nRUN useradd -rlm -u 123456 app\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «useradd --uid 100000 app»\n",
      "FROM debian:13-slim\nRUN groupadd -g 5 app && «useradd -m --uid=1000660000 app»\n",
      "FROM debian:13-slim\nONBUILD RUN «useradd -u123456 app»\n",
      "FROM debian:13-slim AS a\nRUN «sudo useradd -mu 123456 app»\nFROM debian:13-slim\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN adduser -D -u 123456 app\n"],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN useradd -u 200000 app\n",
      after: "FROM debian:13-slim\nRUN useradd --no-log-init -u 200000 app\n",
      safety: "safe",
    },
  ],
});
