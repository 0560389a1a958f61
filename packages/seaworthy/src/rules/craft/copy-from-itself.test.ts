import { testRule } from "../../testing/test-rule.js";
import rule from "./copy-from-itself.js";

testRule(rule, {
  source: {
    yes: [
      "FROM node:24 AS a\nFROM alpine:3.23 AS b\nCOPY --from=a /a /a\n",
      "FROM node:24 AS a\nFROM alpine:3.23\nCOPY --from=0 /a /a\n",
      "FROM alpine:3.23 AS a\nCOPY --from=alpine:3.23 /a /a\n",
      "FROM node:24 AS a\nFROM a AS b\nCOPY --from=a /a /a\n",
    ],
    no: [
      "FROM node:24 AS A\nCOPY «--from=a» /a /a\n",
      "FROM node:24\nCOPY «--from=0» /a /a\n",
      "FROM node:24 AS a\nFROM alpine:3.23 AS b\nCOPY «--from=b» /a /a\n",
      'FROM node:24 AS a\nCOPY «--from="a"» /a /a\n',
    ],
    "n/a": ["FROM alpine:3.23\nCOPY a a\n"],
  },
});
