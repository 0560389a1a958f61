import { testRule } from "../../testing/test-rule.js";
import rule from "./no-recommends.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apt-get --no-install-recommends install -y tini\n",
      "FROM debian:13-slim\nRUN apt-get install -y -o APT::Install-Recommends=false tini\n",
      "FROM debian:13-slim\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/99lean\nRUN apt-get install -y tini\n",
      "FROM opensuse/leap:15.6\nRUN zypper install -y --no-recommends tini\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «apt install -y tini curl»\n",
      "FROM ubuntu:24.04\nRUN apt-get update \\\n && «apt-get install -y \\\n    tini \\\n    curl»\n",
      "FROM debian:13-slim AS base\nRUN «apt-get install -y tini»\nFROM base\n",
      "FROM opensuse/leap:15.6\nRUN «zypper install -y tini»\n",
      "FROM debian:13-slim\nRUN «apt-get install -y tini»\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/99lean\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN apk add tini\n", "FROM debian:13 AS build\nRUN apt-get install -y gcc\nFROM scratch\n"],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y \\\n    # for signals\n    tini\n",
      after:
        "FROM debian:13-slim\nRUN apt-get update && apt-get install --no-install-recommends -y \\\n    # for signals\n    tini\n",
      safety: "review",
    },
    {
      before: "FROM opensuse/leap:15.6\nRUN zypper in -y tini\n",
      after: "FROM opensuse/leap:15.6\nRUN zypper in --no-recommends -y tini\n",
    },
  ],
});
