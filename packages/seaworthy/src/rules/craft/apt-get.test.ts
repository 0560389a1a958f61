import { testRule } from "../../testing/test-rule.js";
import rule from "./apt-get.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apt-get update\n",
      "FROM debian:13-slim\nRUN apt-get update && rm -rf /var/lib/apt\n",
      "FROM debian:13-slim\nRUN apt-get install -y apt\n",
      "FROM debian:13-slim\nRUN sudo apt-get update && echo apt update\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «apt» install -y x\n",
      "FROM debian:13-slim\nRUN apt-get update && «/usr/bin/apt» install -y x\n",
      "FROM debian:13-slim\nRUN DEBIAN_FRONTEND=noninteractive sudo «apt» install -y x\n",
      "FROM debian:13-slim\nONBUILD RUN «apt» update\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN apk add apt\n"],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN apt update \\\n  # why\n  && apt install -y tini # x\n",
      after: "FROM debian:13-slim\nRUN apt-get update \\\n  # why\n  && apt-get install -y tini # x\n",
      safety: "safe",
    },
  ],
});
