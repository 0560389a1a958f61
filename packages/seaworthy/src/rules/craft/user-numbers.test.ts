import { testRule } from "../../testing/test-rule.js";
import rule from "./user-numbers.js";

testRule(rule, {
  source: {
    yes: ['FROM alpine:3.23\nUSER "1000:1000"\n'],
    no: [
      "FROM alpine:3.23\n«USER app»\n",
      "FROM alpine:3.23\n«USER app:1000»\nUSER 1000\n",
      "FROM alpine:3.23 AS build\n«USER root»\nFROM scratch\nUSER 1\n",
      { title: "a variable that nothing sets", files: "FROM alpine:3.23\n«USER ${WHO}»\n" },
    ],
    unknown: ["FROM alpine:3.23\nARG WHO=1000\nUSER ${WHO:-1000}:1\n", "ARG WHO\nFROM alpine:3.23\nARG WHO\nUSER $WHO\n"],
    "n/a": ["FROM alpine:3.23\n", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n"],
  },
});
