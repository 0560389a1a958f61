import { testRule } from "../../testing/test-rule.js";
import rule from "./required-labels.js";

const options = { labels: ["a=text", "b"] };

testRule(rule, {
  source: {
    yes: [
      { files: "FROM alpine:3.23\nLABEL a=1 b=2\n", options },
      { files: "FROM alpine:3.23 AS base\nLABEL a=1\nFROM base\nLABEL b=2\n", options },
      { files: "FROM node:24 AS build\nFROM alpine:3.23\nLABEL a=1 b=2\nCOPY --from=build /a /a\n", options },
      { files: 'FROM alpine:3.23\nLABEL "a"="" "b"=""\n', options },
    ],
    no: [
      { files: "«FROM alpine:3.23»\nLABEL a=1 c=2\n", options },
      { files: "FROM alpine:3.23\nLABEL a=1 b=2\n«FROM alpine:3.23»\n", options },
      { files: "FROM alpine:3.23 AS base\n«FROM base»\nFROM base\nLABEL a=1 b=2\n", options },
      { files: "FROM node:24 AS build\nLABEL a=1 b=2\n«FROM alpine:3.23»\nCOPY --from=build /a /a\n", options },
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
