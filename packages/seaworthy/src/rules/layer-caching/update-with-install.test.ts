import { testRule } from "../../testing/test-rule.js";
import rule from "./update-with-install.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13\nRUN apt-get update -yqq && apt-get upgrade -yqq > /dev/null\n",
      "FROM debian:13\nRUN apt-get update \\\n # needed\n && apt-get install -y curl\n",
      "FROM alpine:3.22\nRUN apk add --no-cache curl\nRUN apk add --no-cache git\n",
      "FROM debian:13\nRUN apt update -qq; apt install -y curl; rm -rf /var/lib/apt/lists/*\nRUN apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -y install git\n",
      "FROM debian:13\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF\n",
      "FROM debian:13\nRUN apt-get update && apt-get upgrade -y && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
      "FROM debian:13\nRUN if true; then apt-get update && apt-get install -y curl; fi\n",
    ],
    no: [
      "FROM debian:13\nRUN «apt-get -y update»\nRUN apt-get install -y curl\n",
      "FROM alpine:3.22\nRUN «apk update»\nRUN apk add curl\n",
      "FROM debian:13\nRUN apt-get update && apt-get install -y curl\nRUN «apt-get install -y git»\n",
      "FROM golang:1.25 AS build\nRUN «apt-get update»\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /x /x\n",
      "FROM debian:13 AS base\nRUN sudo «apt-get update»\nFROM base\nRUN apt-get install -y git\n".replace(
        "sudo «apt-get update»",
        "«apt-get update»",
      ),
      "FROM opensuse/leap:15.6\nRUN «zypper refresh»\nRUN zypper install -y git\n",
    ],
    "n/a": [
      "FROM debian:13\nRUN apt-get update && ./install-all.sh\n",
      "FROM node:22\nRUN npm ci\n",
      "FROM debian:13\nCOPY a.deb /\nRUN apt-get install -y ./a.deb\n",
      "FROM registry.example.com/with-lists:1\nRUN apt-get install -y curl\n",
      "FROM debian:13 AS unused\nRUN apt-get update\nFROM debian:13\n",
    ],
  },
  fix: [
    {
      before:
        "FROM debian:13-slim\n# lists\nRUN apt-get update\nRUN apt-get install -y \\\n    tini\nRUN sudo apt-get install -y jq\n",
      after:
        "FROM debian:13-slim\n# lists\nRUN apt-get update && apt-get install -y \\\n    tini\nRUN sudo apt-get update && sudo apt-get install -y jq\n",
      safety: "review",
    },
    { before: "FROM alpine:3.22\nRUN apk update\nRUN apk add jq\n", after: "FROM alpine:3.22\nRUN apk add --no-cache jq\n" },
    {
      before: "FROM debian:13-slim\nRUN --mount=type=cache,target=/var/cache/apt apt-get update\nRUN apt-get install -y jq\n",
      because: "flags of its own",
    },
  ],
});
