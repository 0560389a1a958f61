import { testRule } from "../../testing/test-rule.js";
import rule from "./no-ssh-port.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nEXPOSE 2222\n",
      "FROM alpine:3.23\nEXPOSE 22/udp\n",
      "FROM alpine:3.23\nEXPOSE 8022 220\n",
      "FROM alpine:3.23\nENV P=80\nEXPOSE $P\n",
    ],
    no: [
      "FROM alpine:3.23\nEXPOSE «22»\n",
      "FROM alpine:3.23\nEXPOSE 80 «22/tcp»\n",
      "FROM alpine:3.23\nENV P=22\nEXPOSE «$P»\n",
      "FROM alpine:3.23 AS a\nEXPOSE «2222:22»\nFROM alpine:3.23\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
