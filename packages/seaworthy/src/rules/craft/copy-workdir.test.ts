import { testRule } from "../../testing/test-rule.js";
import rule from "./copy-workdir.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nWORKDIR /a\nCOPY . .\n",
      "FROM alpine:3.23 AS base\nWORKDIR /a\nFROM base AS b\nFROM b\nCOPY . .\n",
      "FROM alpine:3.23\nONBUILD WORKDIR /a\nONBUILD COPY . .\n",
      "FROM alpine:3.23\nWORKDIR /a\nONBUILD COPY . .\n",
    ],
    no: [
      "FROM alpine:3.23\nCOPY . «.»\n",
      'FROM alpine:3.23\nCOPY ["a b", «"c"»]\n',
      "FROM alpine:3.23 AS base\nWORKDIR /a\nFROM alpine:3.23\nCOPY . «src/»\n",
      "FROM alpine:3.23\nONBUILD WORKDIR /a\nCOPY . «.»\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nCOPY . /a\nCOPY . $DIR\nADD . .\n",
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY . C:/a\n",
    ],
  },
});
