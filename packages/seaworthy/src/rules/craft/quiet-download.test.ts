import { testRule } from "../../testing/test-rule.js";
import rule from "./quiet-download.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN wget --progress=dot:giga https://example.com/a\n",
      "FROM debian:13-slim\nRUN wget -qO- https://example.com/a | tar x\n",
      "FROM debian:13-slim\nRUN wget -o /dev/null https://example.com/a\n",
      "FROM debian:13-slim\nRUN wget -nv -O a https://example.com/a\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «wget -O a https://example.com/a» && «wget https://example.com/b»\n",
      'FROM debian:13-slim\nRUN «wget -nc "https://example.com/$V"»\n',
      "FROM alpine:3.23\nRUN apk add wget && «wget https://example.com/a»\n",
      "FROM debian:13-slim\nONBUILD RUN «wget https://example.com/a»\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nRUN wget https://example.com/a\n",
      "FROM debian:13-slim\nRUN wget --version && curl https://example.com\n",
    ],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN wget \\\n  https://example.com/a.tgz || exit 1\n",
      after: "FROM debian:13-slim\nRUN wget -nv \\\n  https://example.com/a.tgz || exit 1\n",
      safety: "safe",
    },
  ],
});
