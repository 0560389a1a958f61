import { testRule } from "../../testing/test-rule.js";
import rule from "./as-case.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23 AS a\n",
      "from alpine:3.23 as a\n",
      "From alpine:3.23 aS a\n",
      "FROM alpine:3.23\nFROM alpine:3.23 AS as\n",
    ],
    no: [
      "FROM alpine:3.23 «as» a\n",
      "from alpine:3.23 «AS» a\n",
      "FROM alpine:3.23 «As» a\nFROM a AS b\n",
      "FROM --platform=$BUILDPLATFORM alpine:3.23 \\\n  «as» a\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: "FROM alpine:3.23 as a\nfrom alpine:3.23 AS b",
      after: "FROM alpine:3.23 AS a\nfrom alpine:3.23 as b",
      safety: "safe",
    },
    {
      title: "over a continuation, with CRLF and a BOM",
      before: "\ufeffFROM --platform=$BUILDPLATFORM alpine:3.23 \\\r\n\tas\ta\r\n",
      after: "\ufeffFROM --platform=$BUILDPLATFORM alpine:3.23 \\\r\n\tAS\ta\r\n",
    },
  ],
});
