import { testRule } from "../../testing/test-rule.js";
import rule from "./port-protocol-case.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nEXPOSE 80/tcp 53/udp 9/sctp\n",
      "FROM alpine:3.23\nEXPOSE 8000-8010/tcp\n",
      "FROM alpine:3.23\nENV P=53/udp\nEXPOSE $P\n",
      "FROM alpine:3.23\nEXPOSE 80/tcp 90/$PROTO\n",
    ],
    no: [
      "FROM alpine:3.23\nEXPOSE 80/tcp «81/TCP»\n",
      "FROM alpine:3.23\nEXPOSE «53/Udp» «54/UDP»\n",
      "FROM alpine:3.23 AS a\nEXPOSE «9/SCTP»\nFROM alpine:3.23\n",
      "FROM alpine:3.23\nENV P=53/UDP\nEXPOSE «$P»\n",
      'FROM alpine:3.23\nEXPOSE «"80/TCP"»\n',
      "FROM alpine:3.23\nONBUILD EXPOSE «80/TCP»\n",
    ],
    "n/a": ["FROM alpine:3.23\nEXPOSE 80\n", "FROM alpine:3.23\n", "FROM alpine:3.23\nEXPOSE 80/HTTP\n"],
  },
  fix: [
    { before: "FROM alpine:3.23\nEXPOSE 80/TCP 53/Udp\n", after: "FROM alpine:3.23\nEXPOSE 80/tcp 53/udp\n", safety: "safe" },
  ],
});
