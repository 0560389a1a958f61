import { testRule } from "../../testing/test-rule.js";
import rule from "./copied-files.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nADD https://example.com/a /a\n",
      "FROM alpine:3.23\nADD https://github.com/x/y.git#v1 /a\nADD git@github.com:x/y.git /b\n",
      'FROM alpine:3.23\nADD ["a.tar.xz", "/a/"]\n',
      "FROM alpine:3.23\nADD https://example.com/$V.tgz /a\n",
    ],
    no: [
      "FROM alpine:3.23\nADD «.» /srv\n",
      "FROM alpine:3.23\nADD a.tgz «b.zip» /srv/\n",
      'FROM alpine:3.23\nADD --chown=1:1 [«"a b"», "/srv/"]\n',
      "FROM alpine:3.23\nONBUILD ADD «src» /srv/\n",
    ],
    unknown: ["FROM alpine:3.23\nARG SRC\nADD $SRC /srv\n"],
    "n/a": ["FROM alpine:3.23\nCOPY . .\n"],
  },
});
