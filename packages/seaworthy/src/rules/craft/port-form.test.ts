import { testRule } from "../../testing/test-rule.js";
import rule from "./port-form.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nEXPOSE 80 443/tcp\n",
      "FROM alpine:3.23\nEXPOSE 8000-8010\n",
      "FROM alpine:3.23\nENV P=80\nEXPOSE $P\n",
      "FROM alpine:3.23\nEXPOSE :80\n",
    ],
    no: [
      "FROM alpine:3.23\nEXPOSE 80 «81:80»\n",
      "FROM alpine:3.23\nEXPOSE «127.0.0.1:80:80/tcp»\n",
      "FROM alpine:3.23\nEXPOSE «[::1]:80:80» «127.0.0.1::80»\n",
      "FROM alpine:3.23\nENV P=81:80\nEXPOSE «$P»\n",
      "FROM alpine:3.23 AS a\nEXPOSE «81:80»\nFROM alpine:3.23\n",
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM alpine:3.23\nARG P\nEXPOSE $P\n"],
  },
});
