import { testRule } from "../../testing/test-rule.js";
import rule from "./no-world-writable.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN chmod +x /a\n",
      "FROM alpine:3.23\nRUN chmod 1777 /shared && chmod a+rwxt /b\n",
      "FROM alpine:3.23\nCOPY --chmod=755 a /a\nRUN chmod g+w,o-w /a\n",
      "FROM alpine:3.23\nRUN chmod 777 /tmp /var/tmp/x\n",
      "FROM alpine:3.23\nRUN chmod -R g=u /data && chmod 0775 /data\n",
    ],
    no: [
      "FROM alpine:3.23\nRUN «chmod 777 /data»\n",
      "FROM alpine:3.23\nRUN mkdir -p /d && «chmod -R 0777 /d»\n",
      "FROM alpine:3.23\nRUN «chmod a+rwx /d» && «chmod u+x,o+w /e»\n",
      "FROM alpine:3.23\nRUN «chmod 666 /dev.conf /tmp/x»\n",
      "FROM alpine:3.23\nCOPY «--chmod=777» a /a\n",
      "FROM alpine:3.23 AS a\nRUN «chmod ugo=rwX /d»\nFROM a\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nRUN a\n",
      "FROM alpine:3.23 AS a\nRUN chmod 777 /x\nFROM alpine:3.23\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN chmod 777 x\n",
    ],
  },
});
