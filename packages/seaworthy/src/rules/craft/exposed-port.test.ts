import { testRule } from "../../testing/test-rule.js";
import rule from "./exposed-port.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nEXPOSE 65535/udp\n",
      "FROM alpine:3.23\nEXPOSE 80 443/tcp\n",
      "FROM alpine:3.23\nEXPOSE 8000-9000\n",
      'FROM alpine:3.23\nEXPOSE "8080"\n',
    ],
    no: [
      "FROM alpine:3.23\nEXPOSE 80 «65536»\n",
      "FROM alpine:3.23\nEXPOSE «8000-80000/tcp»\n",
      "FROM alpine:3.23\nONBUILD EXPOSE «99999/udp»\n",
      "FROM alpine:3.23\nEXPOSE «99999999999999999999999»\n",
    ],
    unknown: ["FROM alpine:3.23\nARG PORT\nEXPOSE 80 $PORT\n"],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
