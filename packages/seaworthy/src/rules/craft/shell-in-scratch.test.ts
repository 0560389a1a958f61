import { testRule } from "../../testing/test-rule.js";
import rule from "./shell-in-scratch.js";

testRule(rule, {
  source: {
    yes: [
      'FROM scratch\nCOPY a /a\nRUN ["/a"]\n',
      'FROM scratch AS a\nADD a /a\nFROM a\nRUN ["/a", "b"]\n',
      'FROM scratch\nRUN --mount=from=busybox:1.37,target=/b ["/b/bin/true"]\n',
      'FROM scratch\nADD a /a\nRUN ["/a"]\nFROM alpine:3.23\nRUN a\n',
    ],
    no: [
      "FROM scratch\n«RUN a»\n",
      "FROM scratch AS a\nENV A=1\nFROM a\n«RUN a»\n«RUN b»\n",
      "FROM alpine:3.23\nRUN a\nFROM scratch\n«RUN mkdir /x»\nCOPY --from=0 /x /x\n",
      "FROM scratch\n«RUN <<end\na\nend»\n",
    ],
    unknown: ["FROM scratch\nADD rootfs.tar.xz /\nRUN apk add curl\n", 'FROM scratch\nSHELL ["/b"]\nRUN a\n'],
    "n/a": ["FROM alpine:3.23\nRUN a\n", "FROM scratch\nCOPY a /a\n"],
  },
});
