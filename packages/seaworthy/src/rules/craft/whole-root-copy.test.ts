import { testRule } from "../../testing/test-rule.js";
import rule from "./whole-root-copy.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nCOPY --from=x:1 /a /\n",
      "FROM alpine:3.23\nCOPY --from=x:1 / /rootfs\n",
      "FROM alpine:3.23\nCOPY --from=x:1 /usr/ /usr/\n",
      "ARG I\nFROM alpine:3.23\nCOPY --from=$I /a /a\n",
      "FROM golang:1.25 AS a\nFROM alpine:3.23 AS b\nCOPY --from=0 /go /\nFROM scratch\nCOPY --from=b /app /app\n",
    ],
    no: [
      "FROM scratch\n«COPY --from=x:1 / /»\n",
      'FROM alpine:3.23\n«COPY --from=x:1 ["/", "/"]»\n',
      "FROM alpine:3.23\n«COPY --chown=1 --from=ghcr.io/x/y:1 /a /. /»\n",
      "FROM alpine:3.23\n«COPY --from=x:1 /* /»\n",
      {
        title: "one build stage over another",
        files: "FROM golang:1.25 AS a\nFROM alpine:3.23 AS b\n«COPY --from=a / /»\nFROM scratch\nCOPY --from=b /app /app\n",
      },
    ],
    "n/a": [
      {
        title: "made to be copied whole",
        files: "FROM tonistiigi/xx:1.6 AS xx\nFROM golang:1.25 AS b\nCOPY --from=xx / /\nFROM scratch\nCOPY --from=b /app /app\n",
      },
      "FROM alpine:3.23 AS a\nFROM scratch\nCOPY --from=a / /\n",
      "FROM alpine:3.23\nCOPY / /\n",
    ],
  },
});
