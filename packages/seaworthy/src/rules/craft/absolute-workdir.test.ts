import { testRule } from "../../testing/test-rule.js";
import rule from "./absolute-workdir.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nWORKDIR /a\nWORKDIR /b\n",
      'FROM alpine:3.23\nWORKDIR "/with blank"\n',
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR c:/app\n",
      "FROM alpine:3.23\nONBUILD WORKDIR /src\n",
    ],
    no: [
      "FROM alpine:3.23\nWORKDIR /a\nWORKDIR «b»\n",
      "FROM alpine:3.23\nWORKDIR «'a b'»\n",
      "FROM alpine:3.23\nONBUILD WORKDIR «src»\n",
      "FROM alpine:3.23 AS unused\nWORKDIR «./x»\nFROM alpine:3.23\nWORKDIR /y\n",
    ],
    unknown: ["FROM alpine:3.23\nARG DIR\nWORKDIR $DIR\n"],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: "FROM node:24-alpine\nWORKDIR /srv\nWORKDIR app/\nWORKDIR ./lib\n",
      after: "FROM node:24-alpine\nWORKDIR /srv\nWORKDIR /srv/app/\nWORKDIR /srv/app/lib\n",
      safety: "safe",
    },
    { title: "where the base decides", before: "FROM acme/base:1\nWORKDIR app\n", because: "depends on the base image" },
  ],
});
