import { describe, expect, it } from "vitest";
import * as os from "./base-os.js";
import { CODENAMES, DEFAULT_RELEASES, releaseRows } from "./base-os.js";
import { BASE_ENTRIES } from "./base-rows.js";
import { tagParts, versionAfter } from "./base-tags.js";
import * as bases from "./bases.js";
import { type BaseFacts, baseFacts, familiarName } from "./bases.js";

function of(written: string): BaseFacts | null {
  const at = written.lastIndexOf(":");
  return at > written.lastIndexOf("/")
    ? baseFacts({ name: written.slice(0, at), tag: written.slice(at + 1) })
    : baseFacts({ name: written, tag: null });
}

describe("baseFacts", () => {
  // user, variant, minimal, os, builds
  it.each([
    ["node:22", "root", "full", false, "debian:bookworm", true],
    ["node:22-slim", "root", "slim", true, "debian:bookworm", false],
    ["node:22-alpine", "root", "alpine", true, "alpine:null", false],
    ["node:20.11.1-alpine3.19", "root", "alpine", true, "alpine:3.19", false],
    ["node:16", "root", "full", false, "debian:buster", true],
    ["node:lts", "root", "full", false, "debian:null", true],
    ["node", "root", "full", false, "debian:trixie", true],
    ["mhart/alpine-node:12", "root", "alpine", true, "alpine:null", false],
    ["registry.docker.com/library/ruby:3.4-slim", "root", "slim", true, "debian:trixie", false],
    ["python:3.12-slim", "root", "slim", true, "debian:trixie", false],
    ["python:3.12.1-slim", "root", "slim", true, "debian:null", false],
    ["python:3.12-slim-bookworm", "root", "slim", true, "debian:bookworm", false],
    ["python:3.8", "root", "full", false, "debian:bookworm", true],
    ["python:3.14-alpine3.23", "root", "alpine", true, "alpine:3.23", false],
    ["golang:1.25", "root", "sdk", false, "debian:trixie", true],
    ["golang:1.25-alpine", "root", "alpine", true, "alpine:null", true],
    ["rust:1.80-slim", "root", "sdk", false, "debian:bookworm", true],
    ["ruby:3.4-slim", "root", "slim", true, "debian:trixie", false],
    ["php:8.3-fpm-alpine", "root", "alpine", true, "alpine:null", false],
    ["php:8.3-apache", "root", "full", null, "debian:trixie", true],
    ["openjdk:8-jre-slim", "root", "slim", true, "debian:bullseye", false],
    ["openjdk:17", "root", "sdk", false, "oracle:8", true],
    ["openjdk:8u131-jre", "root", "full", false, "debian:null", false],
    ["eclipse-temurin:21-jre", "root", "full", false, "ubuntu:resolute", false],
    ["eclipse-temurin:21-jre-alpine-3.20", "root", "alpine", true, "alpine:3.20", false],
    ["eclipse-temurin:17-jdk-jammy", "root", "sdk", false, "ubuntu:jammy", true],
    ["amazoncorretto:21-al2023-headless", "root", "full", false, "amazon:2023", false],
    ["maven:3.9-eclipse-temurin-21-alpine", "root", "alpine", true, "alpine:null", true],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "root", "full", true, "debian:bookworm", false],
    ["mcr.microsoft.com/dotnet/aspnet:10.0", "root", "full", null, "ubuntu:noble", false],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "1654", "distroless", true, "ubuntu:jammy", false],
    ["mcr.microsoft.com/dotnet/runtime-deps:9.0-azurelinux3.0-distroless", "1654", "distroless", true, "azurelinux:3.0", false],
    ["mcr.microsoft.com/dotnet/sdk:8.0", "root", "sdk", false, "debian:bookworm", true],
    ["gcr.io/distroless/static", "root", "distroless", true, "debian:null", false],
    ["gcr.io/distroless/static-debian12:nonroot", "65532", "distroless", true, "debian:bookworm", false],
    ["gcr.io/distroless/java21-debian12:debug", "root", "distroless", true, "debian:bookworm", false],
    ["cgr.dev/chainguard/static", "65532", "distroless", true, "wolfi:null", false],
    ["nginx:1.28", "root", "full", true, "debian:trixie", false],
    ["nginx:1.27-alpine-slim", "root", "alpine", true, "alpine:null", false],
    ["nginxinc/nginx-unprivileged:1.27-alpine", "101", "alpine", true, "alpine:null", false],
    ["debian:12-slim", "root", "slim", true, "debian:bookworm", false],
    ["debian:12.5", "root", "os", false, "debian:bookworm", false],
    ["debian:bookworm-20240110-slim", "root", "slim", true, "debian:bookworm", false],
    ["ubuntu:24.04", "root", "os", false, "ubuntu:noble", false],
    ["ubuntu", "root", "os", false, "ubuntu:resolute", false],
    ["alpine:3.20.3", "root", "alpine", true, "alpine:3.20", false],
    ["alpine:3", "root", "alpine", true, "alpine:null", false],
    ["alpine:edge", "root", "alpine", true, "alpine:null", false],
    ["scratch", "root", "scratch", true, "null:null", false],
    ["busybox:1.36", "root", "minimal", true, "busybox:1", false],
    ["centos:7", "root", "os", false, "centos:7", false],
    ["amazonlinux:2023", "root", "os", false, "amazon:2023", false],
    ["registry.access.redhat.com/ubi9/ubi-minimal:9.4", "root", "minimal", true, "rhel:9", false],
    ["registry.access.redhat.com/ubi9/nodejs-20", "1001", "sdk", false, "rhel:9", true],
    ["rockylinux:9-minimal", "root", "minimal", true, "rocky:9", false],
    ["postgres:16-alpine", "root", "alpine", true, "alpine:null", false],
    ["redis:7.2", "root", "full", true, "debian:bookworm", false],
    ["bitnami/postgresql:16", "1001", "full", true, "debian:null", false],
    ["haproxy:3.0", "haproxy", "full", true, "debian:trixie", false],
    ["memcached:1.6-alpine", "memcache", "alpine", true, "alpine:null", false],
    ["quay.io/keycloak/keycloak:26.0", "1000", "minimal", true, "rhel:null", false],
    ["grafana/grafana:5.2.4", "472", "slim", true, "debian:null", false],
    ["grafana/grafana:11.0.0", "472", "alpine", true, "alpine:null", false],
    ["louislam/uptime-kuma:base2", "root", "full", false, "debian:null", false],
    ["louislam/uptime-kuma:2-slim-rootless", "node", "slim", true, "debian:null", false],
    ["prom/prometheus:v2.53.0", "nobody", "minimal", true, "busybox:null", false],
    ["nvidia/cuda:12.4.1-runtime-ubuntu22.04", "root", "full", null, "ubuntu:jammy", false],
    ["nvidia/cuda:12.4.1-devel-ubuntu22.04", "root", "sdk", false, "ubuntu:jammy", true],
    ["oven/bun:1-distroless", "root", "distroless", true, "debian:null", false],
    ["ghcr.io/astral-sh/uv:0.5.0", "root", "scratch", true, "null:null", false],
    ["ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "root", "slim", true, "debian:bookworm", false],
    ["buildpack-deps:jammy-curl", "root", "full", false, "ubuntu:jammy", false],
    ["mcr.microsoft.com/windows/nanoserver:ltsc2022", "ContainerUser", "minimal", true, "windows:null", false],
  ])("%s", (written, user, variant, minimal, release, builds) => {
    const facts = of(written);
    expect(facts).not.toBeNull();
    expect([
      facts?.user,
      facts?.variant,
      facts?.minimal,
      `${facts?.os?.family ?? null}:${facts?.os?.release ?? null}`,
      facts?.builds,
    ]).toEqual([user, variant, minimal, release, builds]);
  });

  it.each([
    ["node:22", { curl: true, wget: true, node: true, git: true, python3: true, gcc: true }],
    ["node:22-slim", { curl: false, wget: false, node: true, bash: true, git: false }],
    ["node:22-alpine", { curl: false, wget: true, nc: true, bash: false, node: true }],
    ["python:3.12-slim", { curl: false, wget: false, python: true, python3: true }],
    ["nginx:1.28", { curl: true, wget: false }],
    ["nginx:alpine-slim", { curl: false, wget: true }],
    ["eclipse-temurin:21-jre", { curl: true, wget: true, java: true }],
    ["eclipse-temurin:21-jre-alpine", { curl: false, wget: true, java: true }],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", { curl: false, wget: false, bash: true }],
    ["gcr.io/distroless/nodejs22-debian12", { curl: false, wget: false, bash: false, node: true }],
    ["gcr.io/distroless/base:debug", { curl: false, wget: true, bash: false }],
    ["debian:bookworm-slim", { curl: false, wget: false, bash: true, perl: true, python3: false }],
    ["bitnami/redis:7", { curl: null, bash: true }],
    ["scratch", { curl: false, bash: false }],
  ])("tools of %s", (written, tools) => {
    expect(of(written)?.tools).toMatchObject(tools);
  });

  it("knows who gives up root and who is ready to serve", () => {
    expect(of("postgres:16")).toMatchObject({
      switchesUser: true,
      unprivilegedUser: { name: "postgres", uid: 999 },
      stopSignal: "SIGINT",
      handlesTerm: true,
    });
    expect(of("postgres:16-alpine")?.unprivilegedUser).toEqual({ name: "postgres", uid: 70 });
    expect(of("node:22")).toMatchObject({
      switchesUser: false,
      unprivilegedUser: { name: "node", uid: 1000 },
      handlesTerm: null,
    });
    expect(of("nginx:1.28")).toMatchObject({ switchesUser: true, stopSignal: "SIGQUIT", cmd: ["nginx", "-g", "daemon off;"] });
    expect(of("nginxinc/nginx-unprivileged")?.switchesUser).toBe(false);
    expect(of("mcr.microsoft.com/dotnet/aspnet:6.0")?.unprivilegedUser).toBeNull();
    expect(of("mcr.microsoft.com/dotnet/aspnet:9.0")?.unprivilegedUser).toEqual({ name: "app", uid: 1654 });
    expect(of("ubuntu:24.04")?.unprivilegedUser).toEqual({ name: "ubuntu", uid: 1000 });
    expect(of("ubuntu:22.04")?.unprivilegedUser).toBeNull();
    expect(of("php:8.3-apache")).toMatchObject({ cmd: ["apache2-foreground"], stopSignal: "SIGWINCH" });
    expect(of("php:8.3-fpm")).toMatchObject({ cmd: ["php-fpm"], stopSignal: "SIGQUIT" });
    expect(of("haproxy:2.2")).toMatchObject({ user: "root", stopSignal: "SIGUSR1" });
  });

  it("has a shell or none", () => {
    expect(of("gcr.io/distroless/static")?.shell).toBe(false);
    expect(of("gcr.io/distroless/static:debug")?.shell).toBe(true);
    expect(of("cgr.dev/chainguard/node:latest-dev")?.shell).toBe(true);
    expect(of("cgr.dev/chainguard/node:latest")?.shell).toBe(false);
    expect(of("mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled")?.shell).toBe(false);
  });

  it("looks through mirrors and architectures", () => {
    for (const name of [
      "node",
      "library/node",
      "docker.io/library/node",
      "mirror.gcr.io/library/node",
      "public.ecr.aws/docker/library/node",
      "arm64v8/node",
    ]) {
      expect(familiarName(name), name).toBe("node");
    }
    expect(familiarName("amd64/app/node")).toBe("amd64/app/node");
  });

  it("does not know what it does not know", () => {
    for (const name of [
      "",
      "my/app",
      "registry.internal/node",
      "nodejs",
      "${BASE}",
      "node/x",
      "123.dkr.ecr.eu-west-1.amazonaws.com/base",
    ]) {
      expect(baseFacts({ name, tag: "1" }), name).toBeNull();
    }
  });

  it("takes any text for a tag", () => {
    for (const tag of [
      "",
      "-",
      "---",
      "_",
      "latest",
      "a".repeat(5000),
      "1.".repeat(2000),
      "-".repeat(5000),
      "${TAG}",
      "\u0000",
      "…",
    ]) {
      expect(() => baseFacts({ name: "node", tag })).not.toThrow();
    }
  });
});

describe("tagParts", () => {
  it("splits versions, words and systems", () => {
    expect(tagParts("22.12.0-bookworm-slim")).toEqual({
      version: "22.12.0",
      words: ["22.12.0", "bookworm", "slim"],
      os: { family: "debian", release: "bookworm" },
    });
    expect(tagParts("v3.1")).toMatchObject({ version: "3.1", os: null });
    expect(tagParts("lts-alpine")).toMatchObject({ version: null, os: { family: "alpine", release: null } });
    expect(tagParts("21-jre-alpine-3.20").os).toEqual({ family: "alpine", release: "3.20" });
    expect(tagParts("12.4.1-base-ubuntu2204").os).toEqual({ family: "ubuntu", release: "jammy" });
    expect(tagParts("21-ubi9-minimal").os).toEqual({ family: "rhel", release: "9" });
    expect(tagParts(null)).toEqual({ version: null, words: [], os: null });
  });
  it("finds the version after a word", () => {
    expect(versionAfter(tagParts("3.9-eclipse-temurin-21-alpine"), "temurin")).toBe("21");
    expect(versionAfter(tagParts("9.3.1-jdk25"), "jdk")).toBe("25");
    expect(versionAfter(tagParts("1-php8.3"), "php")).toBe("8.3");
    expect(versionAfter(tagParts("1"), "php")).toBeNull();
  });
});

describe("the tables", () => {
  it("are dated and sourced", () => {
    for (const table of [bases, os]) {
      expect(table.AS_OF).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(table.SOURCE).not.toBe("");
    }
  });
  it("name every image once, and only expressions that compile", () => {
    const names = BASE_ENTRIES.flatMap((entry) => entry.names);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    for (const name of names) {
      expect(familiarName(name.replace("*", "x")), name).toBe(name.replace("*", "x"));
      expect(name.slice(0, -1)).not.toContain("*");
    }
    for (const entry of BASE_ENTRIES) for (const row of entry.tags ?? []) expect(() => new RegExp(row.when)).not.toThrow();
  });
  it("list releases in order and of known names", () => {
    for (const [image, table] of Object.entries(DEFAULT_RELEASES)) {
      const rows = releaseRows(table);
      const versions = rows.map(([from]) => from.split(".").reduce((sum, part, at) => sum + Number(part) / 1000 ** at, 0));
      expect(versions, image).toEqual([...versions].sort((a, b) => a - b));
      for (const [, release] of rows) {
        const plain = release.replace("~", "");
        expect(CODENAMES.has(plain) || /^(?:oraclelinux\d+|al2(?:023)?)$/.test(plain), `${image} ${plain}`).toBe(true);
      }
    }
  });
});
