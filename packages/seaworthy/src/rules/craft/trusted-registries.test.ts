import { testRule } from "../../testing/test-rule.js";
import rule from "./trusted-registries.js";

const options = { trusted: ["docker.io", "*.acme.dev", "ghcr.io"] };

testRule(rule, {
  source: {
    yes: [
      { files: "FROM node:24\n", options },
      { files: "FROM r.acme.dev/node:24 AS a\nFROM a\nCOPY --from=ghcr.io/x/y /a /a\n", options },
      { files: "FROM node:24\nRUN --mount=from=alpine:3.23,target=/a true\n", options: { trusted: ["*"] } },
      { files: "FROM node:24\n", options: { trusted: ["hub.docker.com"] } },
      { files: "FROM quay.io/a/b:1\n", options: { trusted: ["quay*"] } },
    ],
    no: [
      { files: "FROM «quay.io/a/b:1»\n", options },
      { files: "FROM «acme.dev/a:1»\n", options },
      { files: "FROM node:24\nCOPY --from=«quay.io/a/b:1» /a /a\n", options },
      { files: "FROM node:24\nRUN «--mount=type=cache,from=quay.io/a/b:1,target=/a» true\n", options },
      { files: "FROM node:24 AS a\nFROM «ghcr.io.evil.com/a:1»\nCOPY --from=a /a /a\n", options },
    ],
    unknown: [{ files: "ARG R\nFROM $R/node:24\n", options }],
    "n/a": ["FROM quay.io/a/b:1\n", { files: "FROM scratch\n", options }],
  },
});
