import { testRule } from "../../testing/test-rule.js";
import rule from "./workdir-base.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nWORKDIR /a\n",
      "FROM alpine:3.23 AS base\nWORKDIR /a\nFROM base\nWORKDIR b\n",
      "FROM alpine:3.23\nARG D=/x\nWORKDIR $D\nWORKDIR y\n",
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\nWORKDIR sub\n",
    ],
    no: [
      "FROM alpine:3.23\nWORKDIR «a/»\n",
      "FROM alpine:3.23\nWORKDIR «a»\nWORKDIR b\nWORKDIR /c\n",
      "FROM alpine:3.23 AS base\nWORKDIR /a\nFROM alpine:3.23\nWORKDIR «b»\n",
      'FROM alpine:3.23\nWORKDIR «"x y"»\n',
    ],
    "n/a": ["FROM alpine:3.23\nONBUILD WORKDIR a\n"],
  },
});
