import { testRule } from "../../testing/test-rule.js";
import rule from "./user.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nUSER 1000\n",
      "FROM alpine:3.22\nUSER root\nRUN apk add --no-cache x\nUSER app\n",
      'FROM alpine:3.22 AS base\nUSER app:app\nFROM base\nCMD ["x"]\n',
      "FROM alpine:3.22\nENV RUNNER=node\nUSER $RUNNER\n",
      "FROM alpine:3.22\nARG UID=1000\nUSER ${UID}:${UID}\n",
      "FROM nginxinc/nginx-unprivileged:1.27-alpine\n",
      "FROM cgr.dev/chainguard/node:latest\n",
      "FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\n",
    ],
    no: [
      "FROM alpine:3.22\nUSER app\n«USER root»\n",
      "FROM alpine:3.22\n«USER 0»\n",
      "FROM alpine:3.22\n«USER 0:0»\n",
      "FROM alpine:3.22\n«USER root:root»\n",
      "FROM alpine:3.22\n«USER 0:1000»\n",
      '«FROM python:3.12-slim»\nCMD ["python", "app.py"]\n',
      '«FROM gcr.io/distroless/static»\nCMD ["/app"]\n',
      "FROM golang:1.25 AS build\nUSER 1000\n«FROM debian:12-slim»\n",
      "«FROM nginx:1.29-alpine»\n",
      '«FROM scratch»\nCMD ["/app"]\n',
    ],
    unknown: [
      'FROM registry.example.com/team/base:1\nCMD ["/app"]\n',
      "FROM alpine:3.22\nUSER $WHO\n",
      {
        files: {
          Dockerfile: 'FROM debian:12-slim\nCOPY entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\nCMD ["app"]\n',
          "entry.sh": '#!/bin/sh\nchown -R app /data\nexec gosu app "$@"\n',
        },
        because: "gosu",
      },
      'FROM alpine:3.22\nENTRYPOINT ["su-exec", "app", "/app"]\n',
      'ARG BASE\nFROM $BASE\nCMD ["x"]\n',
    ],
    "n/a": ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n'],
  },
});
