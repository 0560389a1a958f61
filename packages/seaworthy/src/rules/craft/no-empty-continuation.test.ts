import { testRule } from "../../testing/test-rule.js";
import rule from "./no-empty-continuation.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN a \\\n && b\n\nRUN c\n",
      "FROM alpine:3.23\nRUN a \\\n # why\n && b\n",
      { files: "FROM alpine:3.23\nRUN <<end\na\n\nb\nend\n", title: "the body of a heredoc" },
      { files: "# escape=`\nFROM alpine:3.23\nRUN a \\\n\nRUN b `\n && c\n", title: "another escape character" },
      "FROM alpine:3.23\nRUN a \\\n\\\n && b\n",
    ],
    no: [
      "FROM alpine:3.23\nRUN a \\\n«»\n && b\n",
      "FROM alpine:3.23\nRUN a \\\n«  \t»\n\n && b\n",
      { files: "FROM alpine:3.23\nRUN a && \\\n«»\nUSER app\n", title: "the next instruction is swallowed" },
      "FROM alpine:3.23\nRUN a \\\n # why\n«»\n && b\nENV A=b \\\n«»\n C=d\n",
      "FROM alpine:3.23\nRUN a \\\n«»\n",
    ],
    "n/a": ["FROM alpine:3.23\n\nRUN a\n"],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nRUN apk add \\\n\n  \t\n  curl\n",
      after: "FROM alpine:3.23\nRUN apk add \\\n  curl\n",
      safety: "safe",
    },
    {
      before: "FROM alpine:3.23\r\nRUN apk add \\\r\n\r\n  curl \\\r\n\r\n  jq\r\n",
      after: "FROM alpine:3.23\r\nRUN apk add \\\r\n  curl \\\r\n  jq\r\n",
    },
  ],
});
