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
  fix: [
    {
      before:
        "FROM debian:13-slim\nWORKDIR /x\n# the tool\nRUN curl -f https://example.com/a.tgz | tar xz\nRUN curl -f https://example.com/b.tgz | tar xz\n",
      after:
        'FROM debian:13-slim\nWORKDIR /x\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n# the tool\nRUN curl -f https://example.com/a.tgz | tar xz\nRUN curl -f https://example.com/b.tgz | tar xz\n',
      safety: "review",
    },
    {
      before: "from alpine:3.23\n  run wget -O- https://example.com/a.tgz | tar xz\n",
      after:
        'from alpine:3.23\n  shell ["/bin/ash", "-eo", "pipefail", "-c"]\n  run wget -O- https://example.com/a.tgz | tar xz\n',
    },
    {
      title: "below a shell of the file's own",
      before: 'FROM acme/base:1\nSHELL ["/bin/bash", "-c"]\nRUN curl -f https://example.com/a.tgz | tar xz\n',
      after: 'FROM acme/base:1\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail && curl -f https://example.com/a.tgz | tar xz\n',
    },
    {
      title: "a base that is not known",
      before: "FROM acme/base:1\nRUN curl -f https://example.com/a.tgz | tar xz\n",
      because: "is not known",
    },
  ],
});
