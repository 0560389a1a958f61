import { testRule } from "../../testing/test-rule.js";
import rule from "./base-tag.js";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

testRule(rule, {
  source: {
    yes: [
      "FROM node:22-alpine\n",
      "FROM docker.io/library/python:3.12.1-slim\n",
      `FROM node:latest@${DIGEST}\n`,
      "ARG V=1.80.1\nFROM lukemathwalker/cargo-chef:latest-rust-${V} AS chef\nFROM debian:bookworm-slim\nCOPY --from=chef /a /a\n",
      { files: "FROM alpine AS unused\nFROM alpine:3.22\n", title: "a stage that goes into nothing" },
      "FROM gcr.io/distroless/static-debian12:nonroot\n",
      "FROM golang:1.25.1 AS build\nFROM scratch\nCOPY --from=build /a /a\n",
      "FROM registry.example.com:5000/team/base:2.3\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n",
      {
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY --from=assets / /assets\n",
          "compose.yaml": "services:\n  api:\n    build:\n      context: .\n      additional_contexts:\n        assets: ./web\n",
        },
        title: "a named context",
      },
    ],
    no: [
      "FROM «node»\n",
      "FROM «node:latest»\n",
      "FROM --platform=linux/amd64 «ubuntu» AS base\n",
      "ARG TAG=latest\nFROM «node:${TAG}»\n",
      { files: "ARG DEBIAN=sid-slim\nFROM «debian:${DEBIAN}»\n", because: "sid-slim" },
      "FROM «node:lts-alpine» AS build\nFROM nginx:1.29.1\nCOPY --from=build /dist /usr/share/nginx/html\n",
      "FROM «golang:alpine»\n",
      "FROM alpine:3.22\nCOPY --from=«ghcr.io/acme/tool» /t /t\n",
      "FROM alpine:3.22\nRUN --mount=type=bind,from=busybox,target=/b true\n",
      "FROM «gcr.io/distroless/static»\n",
      { files: "FROM registry.example.com:5000/team/base\n", because: "no tag" },
      {
        files: {
          Dockerfile: "ARG TAG=1.2\nFROM «alpine:$TAG»\n",
          "compose.yaml": "services:\n  api:\n    build:\n      context: .\n      args:\n        TAG: latest\n",
        },
        title: "an argument that Compose gives",
      },
    ],
    unknown: ["ARG BASE\nFROM $BASE\n", "FROM acme/base:prod\n", "FROM alpine:3.22\nCOPY --from=${TOOL} /t /t\n", "RUN echo\n"],
    "n/a": ["FROM scratch\nCOPY app /app\n", { files: { "compose.yaml": "services:\n  db:\n    image: postgres\n" } }],
  },
  fix: [
    { before: "FROM node\n", after: "FROM node:26.10\n", safety: "review" },
    {
      before: "FROM node:lts-alpine AS a\nFROM debian:stable-slim\nCOPY --from=a /a /a\nCOPY --from=nginx:latest /b /b\n",
      after: "FROM node:26.10-alpine AS a\nFROM debian:13-slim\nCOPY --from=a /a /a\nCOPY --from=nginx:1.31 /b /b\n",
    },
    {
      title: "as the app asks for it",
      before: { Dockerfile: "FROM node:latest\nCOPY . .\n", "package.json": '{"engines": {"node": ">=22.4 <25"}}\n' },
      after: { Dockerfile: "FROM node:22.23\nCOPY . .\n" },
    },
    {
      before: { Dockerfile: "FROM python\nCOPY . .\n", ".python-version": "3.12.4\n", "main.py": "" },
      after: { Dockerfile: "FROM python:3.12\nCOPY . .\n" },
    },
    {
      before: { Dockerfile: "FROM golang:alpine\nCOPY . .\n", "go.mod": "module a\n\ngo 1.26.1\n" },
      after: { Dockerfile: "FROM golang:1.26-alpine\nCOPY . .\n" },
    },
    { title: "an image of others", before: "FROM acme/base\n", because: "--online" },
    {
      title: "with a registry",
      before: "FROM acme/base\n",
      digests: { "acme/base": `sha256:${"a".repeat(64)}` },
      after: `FROM acme/base@sha256:${"a".repeat(64)}\n`,
    },
  ],
});
