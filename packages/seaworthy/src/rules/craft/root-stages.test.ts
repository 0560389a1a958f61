import { testRule } from "../../testing/test-rule.js";
import rule from "./root-stages.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nUSER 1000\n",
      "FROM alpine:3.23\nUSER 0\nUSER 1000\n",
      { title: "a variable", files: "ARG WHO\nFROM alpine:3.23\nARG WHO\nUSER $WHO\n" },
    ],
    no: [
      "FROM alpine:3.23\n«USER 0:0»\n",
      "FROM alpine:3.23 AS base\n«USER root»\nFROM base\nUSER app\n",
      "FROM alpine:3.23\nUSER app\n«USER root:app»\nFROM alpine:3.23\n«USER 0»\n",
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM alpine:3.23\nONBUILD USER root\n"],
  },
});
