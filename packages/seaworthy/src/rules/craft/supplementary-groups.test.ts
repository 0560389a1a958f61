import { testRule } from "../../testing/test-rule.js";
import rule from "./supplementary-groups.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN useradd app && usermod -aG video,audio app\nUSER app\n",
      "FROM alpine:3.23\nRUN adduser -D app && addgroup app video\nUSER app:video\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN useradd app && usermod -aG video,audio app\n«USER app:app»\n",
      "FROM alpine:3.23\nRUN adduser -D app && adduser app video\n«USER app:app»\n",
      "FROM alpine:3.23\nRUN adduser -D app && addgroup app video\n«USER app:1000»\n",
      "FROM debian:13-slim AS base\nRUN useradd --groups=video app\nFROM base\n«USER app:app»\n",
      "FROM debian:13-slim\nRUN useradd app && gpasswd -a app video\n«USER app:app»\n",
    ],
    "n/a": [
      "FROM debian:13-slim\nRUN useradd app\nUSER app:app\n",
      "FROM debian:13-slim\nRUN useradd -G video app\n",
      "FROM debian:13-slim\nRUN useradd -G video other\nUSER app:app\n",
    ],
  },
});
