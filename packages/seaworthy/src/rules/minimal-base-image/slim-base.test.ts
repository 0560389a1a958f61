import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./slim-base.js";

const DEBIAN = { id: "debian", versionId: "13", prettyName: "Debian GNU/Linux 13 (trixie)" };

testRule(rule, {
  source: {
    yes: [
      "FROM node:22-slim\n",
      "FROM node:22-alpine3.22\n",
      "FROM docker.io/library/ruby:3.4-slim-trixie\n",
      "FROM debian:bookworm-slim\n",
      "FROM gcr.io/distroless/nodejs24-debian13\n",
      "FROM cgr.dev/chainguard/static:latest\n",
      "FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled\n",
      "FROM eclipse-temurin:21-jre-alpine\n",
      "FROM alpine\n",
      "FROM nginxinc/nginx-unprivileged:1.29-alpine\n",
      { title: "by the name of an unknown image", files: "FROM registry.example.com/team/runtime:3-alpine\n", because: "alpine" },
      { title: "the version is a variable, the edition is not", files: "ARG V\nFROM node:${V}-alpine\n" },
      { title: "through a stage", files: "FROM golang:1.26 AS build\nFROM alpine:3.23 AS base\nFROM base\n" },
      { title: "alpine by its name, whatever the table says", files: "FROM balenalib/raspberrypi3-alpine:3.12\n" },
      { title: "an ARG with a default", files: "ARG BASE=python:3.14-slim\nFROM $BASE\n" },
    ],
    no: [
      "FROM «node:22»\n",
      "FROM «python:3.14»\n",
      "FROM «php:8.4-apache»\n",
      "FROM «eclipse-temurin:17»\n",
      "FROM «debian:12»\n",
      "FROM «ubuntu:24.04»\n",
      "FROM «amazonlinux:2023»\n",
      "FROM «golang:1.26»\n",
      "FROM alpine:3.23 AS build\nFROM «node:22@sha256:0000000000000000000000000000000000000000000000000000000000000000»\n",
    ],
    unknown: [
      { title: "not in the table", files: "FROM registry.example.com/team/base:4\n", because: "not in the table" },
      { title: "a variable without a value", files: "ARG BASE\nFROM $BASE\n", because: "$BASE" },
      { title: "a word inside another is no edition", files: "FROM registry.example.com/slimy/minimalist:4\n" },
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"],
  },
  image: {
    yes: [
      {},
      { os: { id: "alpine", versionId: "3.22.2", prettyName: "Alpine Linux v3.22" }, files: { "/bin/sh": "" } },
      {
        image: { os: DEBIAN, files: { "/bin/sh": "", "/etc/dpkg/dpkg.cfg.d/docker": "path-exclude /usr/share/doc/*\n" } },
        because: "slim",
      },
      {
        image: { os: DEBIAN, packages: [packageOf("deb", "libc6", { path: "/var/lib/dpkg/status.d/libc6" })] },
        because: "distroless",
      },
      {
        title: "chiseled",
        image: { os: { id: "ubuntu", versionId: "24.04", prettyName: "Ubuntu 24.04 LTS" }, files: { "/app": "" } },
      },
      {
        os: { id: "rhel", versionId: "9.4", prettyName: "Red Hat Enterprise Linux 9.4" },
        files: { "/bin/sh": "", "/usr/bin/rpm": "", "/usr/bin/microdnf": "" },
      },
      { files: { "/bin/busybox": "", "/bin/sh": "" } },
    ],
    no: [
      {
        image: { os: DEBIAN, files: { "/bin/sh": "", "/etc/dpkg/dpkg.cfg.d/docker-apt-speedup": "force-unsafe-io\n" } },
        at: ["/etc/os-release"],
      },
      { os: { id: "ubuntu", versionId: "24.04", prettyName: "Ubuntu 24.04 LTS" }, files: { "/bin/sh": "", "/usr/bin/dpkg": "" } },
      { os: { id: "rocky", versionId: "9.4", prettyName: "Rocky Linux 9.4" }, files: { "/bin/sh": "", "/usr/bin/dnf": "" } },
    ],
    unknown: [
      { packages: [packageOf("deb", "libc6")] },
      { os: { id: "photon", versionId: "5.0", prettyName: "VMware Photon OS" }, files: { "/bin/sh": "" } },
      { unread: [{ layer: 0, path: null, because: "cut" }] },
    ],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
  fix: [
    { before: 'FROM node:22\nCMD ["node", "a.js"]\n', after: 'FROM node:22-slim\nCMD ["node", "a.js"]\n', safety: "review" },
    {
      before: "FROM --platform=$BUILDPLATFORM python:3.12-bookworm AS app\n",
      after: "FROM --platform=$BUILDPLATFORM python:3.12-slim-bookworm AS app\n",
    },
    { before: "ARG VERSION=22\nFROM node:${VERSION}\n", after: "ARG VERSION=22\nFROM node:${VERSION}-slim\n" },
    {
      before: 'FROM eclipse-temurin:21-jdk\nCMD ["java", "-jar", "a.jar"]\n',
      after: 'FROM eclipse-temurin:21-jre-alpine\nCMD ["java", "-jar", "a.jar"]\n',
    },
    { title: "what a variable holds", before: "ARG BASE=node:22\nFROM $BASE\n", because: "the variable BASE owns the value" },
    {
      title: "tools that the build calls",
      before: "FROM node:22\nRUN git clone https://example.com/a\n",
      because: "the build calls git, which the small edition has not",
    },
    { title: "another system", before: "FROM ubuntu:24.04\n", because: "a person's choice" },
    { title: "a digest", before: `FROM node:22@sha256:${"a".repeat(64)}\n`, because: "a digest names the image" },
  ],
});
