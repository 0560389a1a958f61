import { testRule } from "../../testing/test-rule.js";
import rule from "./created-user-used.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN addgroup app && adduser -D -G app app\nUSER app\n",
      "FROM debian:13\nRUN useradd -r -u 999 app\nUSER 999:999\n",
      "FROM alpine:3.23 AS base\nRUN adduser -D app\nFROM base\nUSER app\n",
      "FROM alpine:3.23\nRUN adduser -D app\nUSER root\nRUN x\nUSER app\n",
    ],
    no: [
      'FROM debian:13\nRUN groupadd -r app && «useradd -r -g app app»\nCMD ["x"]\n',
      'FROM alpine:3.23 AS base\nRUN «adduser -D app»\nFROM base\nCMD ["x"]\n',
      "FROM alpine:3.23\nRUN «adduser -D app»\nUSER app\nRUN x\nUSER root\nCMD x\n",
      "FROM node:24-alpine\nRUN «adduser -D web»\nCOPY . /webroot\nCMD x\n",
    ],
    unknown: [
      { files: "FROM alpine:3.23\nRUN adduser -D app\n", title: "a base for others" },
      "FROM alpine:3.23\nRUN adduser -D app && chown -R app /data\nCMD x\n",
      "FROM alpine:3.23\nRUN adduser -D app\nCOPY --chown=app x /x\nCMD x\n",
      'FROM alpine:3.23\nRUN adduser -D app\nENTRYPOINT ["su-exec", "app", "x"]\n',
      "FROM alpine:3.23\nRUN adduser -D app\nUSER $U\n",
      {
        files: {
          Dockerfile: "FROM alpine:3.23\nRUN adduser -D app\n",
          "compose.yaml": "services:\n  a:\n    build: .\n    user: app\n",
        },
        title: "the deployment names it",
      },
    ],
    "n/a": [
      "FROM alpine:3.23\nRUN addgroup app\n",
      "FROM alpine:3.23 AS a\nRUN adduser -D app\nFROM alpine:3.23\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN net user /add app\n",
    ],
  },
});
