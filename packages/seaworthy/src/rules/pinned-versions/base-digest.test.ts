import { testRule } from "../../testing/test-rule.js";
import rule from "./base-digest.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const BOT = {
  ".github/dependabot.yml":
    "version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule: {interval: weekly}\n",
};

testRule(rule, {
  source: {
    yes: [
      { Dockerfile: `FROM alpine@${DIGEST}\n`, ...BOT },
      { Dockerfile: `FROM alpine:3.22@${DIGEST} AS b\nFROM scratch\nCOPY --from=b /a /a\n`, ...BOT },
      { Dockerfile: `FROM alpine:3.22@${DIGEST}\nCOPY --from=busybox:1.37@${DIGEST} /bin/sh /sh\n`, ...BOT },
      { Dockerfile: `FROM node AS unused\nFROM alpine:3.22@${DIGEST}\n`, ...BOT },
    ],
    no: [
      "FROM «alpine:3.22»\n",
      { Dockerfile: `FROM alpine:3.22@${DIGEST}\nCOPY --from=«busybox:1.37» /bin/sh /sh\n`, ...BOT },
      { files: `FROM «alpine:3.22@${DIGEST}»\n`, because: "no bot" },
      { Dockerfile: "FROM «alpine»\n", ...BOT },
    ],
    unknown: ["ARG B\nFROM $B\n"],
    "n/a": ["FROM scratch\n", { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" } }],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim AS a\n",
        ".github/dependabot.yml":
          "version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule: { interval: weekly }\n",
      },
      digests: { "node:22-slim": `sha256:${"a".repeat(64)}` },
      after: { Dockerfile: `FROM node:22-slim@sha256:${"a".repeat(64)} AS a\n` },
      safety: "safe",
    },
    { title: "without a registry", before: "FROM node:22-slim\n", because: "--online" },
  ],
});
