import { testRule } from "../../testing/test-rule.js";
import rule from "./no-build-tools.js";

testRule(rule, {
  source: {
    yes: [
      "FROM node:24-slim\nCOPY . .\n",
      { title: "a full image is another claim", files: "FROM node:24\nCOPY . .\n" },
      { title: "a JDK is another claim", files: "FROM eclipse-temurin:21\nCOPY app.jar /\n" },
      "FROM alpine:3.23\nRUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build\n",
      "FROM debian:13-slim\nRUN apt-get update && apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc\n",
      'FROM debian:13-slim\nRUN buildDeps="gcc make" && apt-get install -y $buildDeps && make && apt-get purge -y $buildDeps\n',
      {
        title: "only the builder",
        files: "FROM rust:1.90 AS b\nRUN apt-get install -y cmake\nFROM scratch\nCOPY --from=b /a /a\n",
      },
      "FROM debian:13-slim\nRUN apt-get install -y git python3-pip libpq5 udev libstdc++6\n",
      "FROM alpine:3.23\nENV PKGS='tini curl'\nRUN apk add $PKGS\n",
    ],
    no: [
      "FROM «rust:1.90»\nCOPY . .\n",
      "FROM «maven:3.9-eclipse-temurin-21»\nCOPY . .\n",
      "FROM «mcr.microsoft.com/dotnet/sdk:10.0»\nCOPY . .\n",
      "FROM «golang:1.26-alpine» AS base\nFROM base\n",
      "FROM debian:13-slim\nRUN apt-get install -y «gcc» tini\n",
      {
        title: "removed one layer too late",
        files: "FROM debian:13-slim\nRUN apt-get install -y «gcc»\nRUN apt-get purge -y gcc\n",
      },
      "FROM php:8.4-alpine\nRUN apk add --no-cache «$PHPIZE_DEPS»\n",
      "FROM alpine:3.23\nENV PKGS='tini make'\nRUN apk add «$PKGS»\n",
      { title: "even on an unknown base", files: "FROM registry.example.com/base:1\nRUN apk add «build-base»\n" },
      "FROM alpine:3.23\nRUN apk add «openssl-dev»\n",
    ],
    unknown: [
      "FROM registry.example.com/base:1\nCOPY . .\n",
      "ARG BASE\nFROM $BASE\n",
      "FROM alpine:3.23\nARG EXTRA\nRUN apk add $EXTRA\n",
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"],
  },
  fix: [
    {
      title: "Python, with packages that are compiled",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "a.py"]\n',
        "requirements.txt": "psycopg2==2.9\n",
        "a.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN apt-get update && apt-get install -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n\nFROM python:3.13-slim\nENV PATH=/opt/venv/bin:$PATH\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends libpq5 \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY requirements.txt .\nCOPY . .\nCMD ["python", "a.py"]\n',
      },
      safety: "review",
    },
    {
      title: "in a file that has stages",
      before:
        'FROM python:3.13 AS build\nRUN pip wheel x\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev tini\nCOPY --from=build /w /w\nCMD ["python", "a.py"]\n',
      after:
        'FROM python:3.13 AS build\nRUN pip wheel x\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y libpq5 tini\nCOPY --from=build /w /w\nCMD ["python", "a.py"]\n',
    },
  ],
});
