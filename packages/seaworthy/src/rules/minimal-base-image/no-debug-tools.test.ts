import { packageOf } from "../../models/package/sketch.js";
import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-debug-tools.js";

testRule(rule, {
  source: {
    yes: [
      "FROM scratch\nCOPY app /app\n",
      "FROM golang:1.26 AS build\nRUN apt-get update && apt-get install -y git vim\nFROM alpine:3.23\n",
      "FROM alpine:3.23\nRUN apk add --no-cache --virtual .fetch git && git clone https://example.com/x && apk del .fetch\n",
      "FROM debian:13-slim\nRUN apt-get update && apt-get install -y telnet && apt-get purge -y telnet\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN apt-get update && apt-get install -y «openssh-server» «nano»\n",
      "FROM alpine:3.23\nRUN apk add «git»\n",
      "FROM debian:13-slim\nRUN apt-get install -y «tcpdump» tini\n",
      "FROM debian:13-slim AS base\nRUN apt-get install -y «strace»\nFROM base\n",
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/nanoserver:1809\n"],
  },
  image: {
    yes: [
      { packages: [packageOf("deb", "libc6"), packageOf("npm", "vim")] },
      {
        title: "of the base",
        image: { packages: [packageOf("deb", "git", { layer: 0 })], layers: layersOf("base", "COPY . .") },
      },
    ],
    no: [
      { image: { packages: [packageOf("deb", "vim")] }, because: "vim (editor)" },
      { packages: [packageOf("apk", "git", { layer: 1 })], layers: layersOf("base", "RUN apk add git") },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{}],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y tini \\\n    vim \\\n    jq\n",
      after: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y tini \\\n    jq\n",
      safety: "review",
    },
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y git jq\nRUN git clone https://example.com/a\n",
      because: "the build calls git",
    },
  ],
});
