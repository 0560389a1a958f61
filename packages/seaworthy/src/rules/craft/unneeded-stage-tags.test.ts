import { testRule } from "../../testing/test-rule.js";
import rule from "./unneeded-stage-tags.js";

testRule(rule, {
  source: {
    yes: [
      "FROM node:24.11.0 AS test\nFROM alpine:3.23\n",
      "FROM node AS build\nFROM golang:1.25.1\nFROM alpine:3.23\nCOPY --from=build /a /a\n",
      `FROM node@sha256:${"a".repeat(64)} AS test\nFROM alpine:3.23\n`,
      "ARG V=24.11.0\nFROM node:$V AS test\nFROM alpine:3.23\n",
    ],
    no: [
      "FROM «node:latest»\nFROM alpine:3.23\n",
      "FROM «node» AS base\nFROM base AS test\nFROM alpine:3.23\n",
      "FROM «node»\nFROM «golang»\nFROM alpine:3.23\n",
      "ARG V=latest\nFROM «node:$V» AS test\nFROM alpine:3.23\n",
    ],
    unknown: ["ARG V\nFROM node:$V AS test\nFROM alpine:3.23\n"],
    "n/a": ["FROM node\n", "FROM node AS a\nFROM a\n", "FROM scratch AS a\nFROM alpine:3.23\n"],
  },
});
