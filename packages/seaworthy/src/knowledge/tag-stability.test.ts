import { describe, expect, it } from "vitest";
import { tagStability } from "./tag-stability.js";

const kind = (written: string): string => {
  const [, name = "", tag, digest] = /^(.+?)(?::([^/@]+))?(?:@(.+))?$/.exec(written) ?? [];
  const { kind: found, parts } = tagStability({ name, tag: tag ?? null, digest: digest ?? null });
  return found === "version" ? `version ${parts}` : found;
};

describe("how firm a reference stands", () => {
  it.each([
    ["node", "none"],
    ["gcr.io/distroless/nodejs24-debian13", "none"],
    ["node:latest", "rolling"],
    ["node:lts", "rolling"],
    ["node:lts-alpine", "rolling"],
    ["node:lts-alpine3.22", "rolling"],
    ["node:alpine", "rolling"],
    ["node:slim", "rolling"],
    ["node:bookworm-slim", "rolling"],
    ["golang:alpine3.22", "rolling"],
    ["python:slim-bookworm", "rolling"],
    ["nginx:stable-alpine", "rolling"],
    ["nginx:mainline", "rolling"],
    ["debian:sid-slim", "rolling"],
    ["debian:stable-slim", "rolling"],
    ["alpine:edge", "rolling"],
    ["ubuntu:rolling", "rolling"],
    ["jenkins/jenkins:lts-jdk17", "rolling"],
    ["acme/app:latest-amd64", "rolling"],
    ["acme/app:main", "rolling"],
    ["acme/app:java25-latest", "rolling"],
    ["acme/app:native-latest", "rolling"],
    ["mcr.microsoft.com/mssql/server:2022-latest", "version 1"],
    ["gcr.io/distroless/static:nonroot", "rolling"],
    ["gcr.io/distroless/static-debian12:latest", "rolling"],
    ["gcr.io/distroless/static-debian12:nonroot", "version 2"],
    ["openjdk:8u292-jdk", "version 3"],
    ["debian:bookworm-slim", "version 1"],
    ["ubuntu:noble", "version 1"],
    ["buildpack-deps:bookworm-curl", "version 1"],
    ["amd64/buildpack-deps:noble", "version 1"],
    ["lukemathwalker/cargo-chef:latest-rust-1.80.1", "version 2"],
    ["rust:nightly-2025-01-31", "version 2"],
    ["rustlang/rust:nightly-20250131", "version 2"],
    ["node:22", "version 1"],
    ["node:22-alpine3.22", "version 1"],
    ["node:22.12", "version 2"],
    ["node:22.12.0-slim", "version 3"],
    ["eclipse-temurin:21-jre", "version 1"],
    ["dunglas/frankenphp:1-php8.5", "version 2"],
    ["maven:3.9-eclipse-temurin-21", "version 2"],
    ["mcr.microsoft.com/dotnet/sdk:8.0", "version 2"],
    ["amazonlinux:2023", "version 1"],
    ["acme/app:main-1a2b3c4", "version 2"],
    ["acme/app:sha-0123456789abcdef", "version 3"],
    ["minio/minio:RELEASE.2025-01-20T14-49-07Z", "version 1"],
    ["acme/app:prod", "named"],
    ["acme/app:master-data", "rolling"],
    [`node@sha256:${"0".repeat(64)}`, "digest"],
    [`node:latest@sha256:${"0".repeat(64)}`, "digest"],
  ])("%s: %s", (written, expected) => expect(kind(written)).toBe(expected));
});
