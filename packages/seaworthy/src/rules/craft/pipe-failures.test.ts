import { testRule } from "../../testing/test-rule.js";
import rule from "./pipe-failures.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN set -o pipefail && curl https://example.com | sh\n",
      "FROM debian:13-slim\nRUN set -euxo pipefail; curl https://example.com | sh\n",
      'FROM alpine:3.23\nSHELL ["/bin/ash", "-eo", "pipefail", "-c"]\nRUN wget -O- https://example.com | sh\n',
      'FROM debian:13-slim AS base\nSHELL ["bash", "-o", "pipefail", "-c"]\nFROM base\nRUN a | b\n',
      'FROM debian:13-slim\nRUN ["bash", "-o", "pipefail", "-c", "a | b"]\n',
    ],
    no: [
      "FROM debian:13-slim\nRUN apt-get update && «curl https://example.com» | sh\n",
      'FROM debian:13-slim AS base\nSHELL ["bash", "-o", "pipefail", "-c"]\nFROM debian:13-slim\nRUN «a» | b\n',
      'FROM debian:13-slim\nSHELL ["/bin/bash", "-c"]\nRUN x; «a» | b | c\n',
      "FROM debian:13-slim\nRUN <<EOF\nset -e\n«curl https://example.com» | sh\nEOF\n",
      "FROM debian:13-slim\nONBUILD RUN «cat x» | y\n",
    ],
    "n/a": [
      "FROM debian:13-slim\nRUN a || b\n",
      "FROM debian:13-slim\nRUN echo x | chpasswd && yes | mkfs\n",
      'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Get-Item x | Remove-Item\n',
    ],
  },
});
