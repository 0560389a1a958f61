import { testRule } from "../../testing/test-rule.js";
import rule from "./whole-root-copy.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nCOPY --from=x:1 /a /\n",
      "FROM alpine:3.23\nCOPY --from=x:1 / /rootfs\n",
      "FROM alpine:3.23\nCOPY --from=x:1 /usr/ /usr/\n",
      "ARG I\nFROM alpine:3.23\nCOPY --from=$I /a /a\n",
    ],
    no: [
      "FROM scratch\n«COPY --from=x:1 / /»\n",
      'FROM alpine:3.23\n«COPY --from=x:1 ["/", "/"]»\n',
      "FROM alpine:3.23\n«COPY --chown=1 --from=ghcr.io/x/y:1 /a /. /»\n",
      "FROM alpine:3.23\n«COPY --from=x:1 /* /»\n",
    ],
    "n/a": ["FROM alpine:3.23 AS a\nFROM scratch\nCOPY --from=a / /\n", "FROM alpine:3.23\nCOPY / /\n"],
  },
});
