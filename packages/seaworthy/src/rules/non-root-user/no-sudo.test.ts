import { testRule } from "../../testing/test-rule.js";
import rule from "./no-sudo.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y sudo && sudo make\nFROM debian:12-slim\nCOPY --from=build /app /app\n",
      "FROM alpine:3.22\nRUN echo 'use sudo on the host'\n",
      "FROM alpine:3.22\nRUN rm -f /etc/sudoers.d/x\n",
    ],
    no: [
      "FROM debian:12-slim\nRUN apt-get install -y git «sudo» curl\n",
      "FROM alpine:3.22\nRUN apk add --no-cache «sudo»\n",
      { files: "FROM debian:12-slim\nUSER app\nRUN sudo mkdir /data && ls\n", because: "already has the rights" },
      "FROM debian:12-slim AS base\nRUN apt-get install -y «sudo»\nFROM base\nUSER 1000\n",
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"],
  },
  image: {
    yes: [
      {},
      {
        files: {
          "/app/bin/sudo.js": "",
          "/usr/share/doc/sudo": { type: "directory" },
          "/usr/share/bash-completion/completions/sudo": "",
        },
      },
      { history: [{ createdBy: "RUN /bin/sh -c echo use sudo on the host # buildkit", created: null, comment: "", layer: 0 }] },
      {
        history: [{ createdBy: "/bin/sh -c apt-get install -y sudo", created: null, comment: "", layer: 0 }],
        layers: [{ index: 0, diffId: "sha256:a", digest: null, size: 1, bytes: 1, files: 1, createdBy: null, fromBase: true }],
      },
    ],
    no: [
      { image: { files: { "/usr/bin/sudo": { mode: 0o4755 } } }, at: ["/usr/bin/sudo"] },
      {
        image: {
          history: [
            { createdBy: '/bin/sh -c #(nop)  CMD ["sh"]', created: null, comment: "", layer: null },
            { createdBy: "RUN |1 V=1 2 /bin/sh -c apt-get install -y git sudo # buildkit", created: null, comment: "", layer: 0 },
          ],
        },
        at: ["2"],
      },
      { history: [{ createdBy: "/bin/sh -c sudo mkdir /data", created: null, comment: "", layer: 0 }] },
    ],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl sudo \\\n    jq\nRUN sudo -E make install\n",
      after: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl \\\n    jq\nRUN make install\n",
      safety: "review",
    },
    { before: "FROM debian:13-slim\nUSER app\nRUN sudo make install\n", because: "does not run as root" },
  ],
});
