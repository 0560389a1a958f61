import { testRule } from "../../testing/test-rule.js";
import rule from "./base-version.js";

testRule(rule, {
  source: {
    yes: [
      "FROM python:3.12-slim\n",
      "FROM golang:1.25.1-alpine AS b\nFROM debian:12-slim\nCOPY --from=b /a /a\n",
      "FROM mcr.microsoft.com/dotnet/aspnet:8.0\n",
      { files: "FROM node:22\n", options: { parts: 1 } },
    ],
    no: [
      "FROM «eclipse-temurin:21-jre»\n",
      "FROM «node:22-alpine3.22»\n",
      { files: "FROM «python:3.12-slim»\n", options: { parts: 3 } },
      "FROM «golang:1» AS b\nFROM scratch\nCOPY --from=b /a /a\n",
    ],
    unknown: ["RUN x\n"],
    "n/a": [
      "FROM debian:12-slim\n",
      "FROM node\n",
      "FROM buildpack-deps:bookworm-curl\n",
      "FROM scratch\n",
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" } },
    ],
  },
  fix: [
    {
      before: "FROM node:22-slim AS a\nFROM node:22-slim\nCOPY --from=a /a /a\n",
      after: "FROM node:22.23-slim AS a\nFROM node:22.23-slim\nCOPY --from=a /a /a\n",
      safety: "review",
    },
    { before: "FROM ruby:3\n", because: "is not known" },
  ],
});
