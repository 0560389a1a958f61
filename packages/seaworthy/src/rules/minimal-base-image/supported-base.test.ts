import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./supported-base.js";

const ALPINE = { id: "alpine", versionId: "3.22.2", prettyName: "Alpine Linux v3.22" };

testRule(rule, {
  source: {
    yes: [
      "FROM python:3.13-slim-trixie\n",
      "FROM node:22-alpine3.23\n",
      "FROM debian:12-slim\n",
      "FROM gcr.io/distroless/static:nonroot\n",
      "FROM cgr.dev/chainguard/python:latest\n",
      { title: "the runtime floats, the system does not", files: "FROM python:3-slim-trixie\n" },
      { title: "an old builder does not ship", files: "FROM node:12 AS build\nFROM alpine:3.23\n" },
      { title: "that day it was supported", files: "FROM node:20-alpine3.20\n", today: "2025-06-01" },
    ],
    no: [
      { files: "FROM «node:12-alpine»\n", because: "node 12" },
      { files: "FROM «python:3.8-slim»\n", because: "2024-10-07" },
      "FROM «debian:buster-slim»\n",
      "FROM «ubuntu:18.04»\n",
      "FROM «centos:7»\n",
      "FROM «alpine:3.12»\n",
      { title: "a supported runtime on a system that ended", files: "FROM «python:3.12-slim-buster»\n", because: "debian 10" },
      { title: "through an ARG and a stage", files: "ARG V=2.7\nFROM «ruby:${V}-slim» AS base\nFROM base\n" },
    ],
    unknown: [
      { title: "no release named", files: "FROM alpine:latest\n", because: "names no release" },
      "FROM registry.example.com/team/base:4\n",
      "ARG BASE\nFROM $BASE\n",
      { title: "newer than the table", files: "FROM node:99-slim\n", because: "node 99" },
    ],
    "n/a": ["FROM scratch\n", "FROM mcr.microsoft.com/windows/nanoserver:1809\n"],
  },
  image: {
    yes: [
      { os: { id: "debian", versionId: "13", prettyName: "Debian GNU/Linux 13 (trixie)" } },
      {
        image: {
          os: { id: "alpine", versionId: "3.22.2", prettyName: "Alpine Linux v3.22" },
          config: { env: ["NODE_VERSION=24.1.0"] },
        },
        because: "node 24",
      },
      { os: { id: "wolfi", versionId: "20230201", prettyName: "Wolfi" } },
      { os: { id: "almalinux", versionId: "9.4", prettyName: "AlmaLinux 9.4" } },
      {
        title: "the program rules, not an old variable",
        image: {
          os: ALPINE,
          config: { env: ["NODE_VERSION=14.0.0"] },
          packages: [packageOf("binary", "node", { version: "24.1.0" })],
        },
      },
      {
        title: "Java by its longest maker",
        image: { os: ALPINE, packages: [packageOf("binary", "openjdk", { version: "17.0.9" })] },
      },
      {
        title: "what the distribution packages is its business",
        image: { os: ALPINE, packages: [packageOf("binary", "python", { version: "3.6.1", ownedBy: "python3" })] },
      },
    ],
    no: [
      {
        image: { os: { id: "alpine", versionId: "3.10.4", prettyName: "Alpine Linux v3.10" } },
        at: ["/etc/os-release"],
        because: "2021-05-01",
      },
      { os: { id: "debian", versionId: "10", prettyName: "Debian GNU/Linux 10 (buster)" } },
      { os: { id: "centos", versionId: "8", prettyName: "CentOS Stream 8" } },
      { image: { os: ALPINE, config: { env: ["NODE_VERSION=16.20.2"] } }, because: "the variable NODE_VERSION" },
      {
        image: { os: ALPINE, packages: [packageOf("binary", "python", { version: "3.8.19", path: "/usr/local/bin/python3.8" })] },
        at: ["/usr/local/bin/python3.8"],
      },
      { title: "without a system too", image: { config: { env: ["NODE_VERSION=16.20.2"] } } },
      { os: ALPINE, packages: [packageOf("binary", "openjdk", { version: "20.0.1" })] },
    ],
    unknown: [
      { os: { id: "debian", versionId: null, prettyName: "Debian GNU/Linux trixie/sid" } },
      { os: { id: "haiku", versionId: "1", prettyName: "Haiku" } },
      { image: { packages: [packageOf("deb", "libc6")] }, because: "no os-release" },
      { unread: [{ layer: 0, path: null, because: "cut" }] },
      { os: ALPINE, config: { env: ["NODE_VERSION=99.0.0"] } },
    ],
    "n/a": [{}, { platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
  fix: [
    { before: "FROM python:3.8-slim\n", after: "FROM python:3.12-slim\n", safety: "review" },
    { before: "FROM node:16.20.2-buster-slim AS a\n", after: "FROM node:24.21-bookworm-slim AS a\n" },
    { before: "FROM node:24-alpine3.15\n", after: "FROM node:24-alpine3.24\n" },
    { before: "FROM ubuntu:18.04\n", after: "FROM ubuntu:24.04\n" },
    { before: "FROM debian:stretch-slim\n", after: "FROM debian:bookworm-slim\n" },
    {
      title: "the builds of OpenJDK that took the place of those that ended",
      before: 'FROM openjdk:17-jdk-buster\nCOPY a.jar /\nCMD ["java", "-jar", "/a.jar"]\n',
      after: 'FROM eclipse-temurin:17-jdk\nCOPY a.jar /\nCMD ["java", "-jar", "/a.jar"]\n',
      safety: "review",
    },
    {
      before: "FROM docker.io/library/openjdk:8u212-jre-alpine\n",
      after: "FROM docker.io/library/eclipse-temurin:8-jre-alpine\n",
    },
    { before: "FROM maven:3.6.3-jdk-8\n", after: "FROM maven:3.9-eclipse-temurin-8\n" },
    { title: "a release without such a build", before: "FROM openjdk:12-jdk-slim\n", because: "a person's choice" },
    {
      title: "commands of the other system",
      before: "FROM openjdk:17\nRUN microdnf install -y curl\n",
      because: "microdnf is none of eclipse-temurin:17-jdk",
    },
    {
      title: "an image that a variable names",
      before: "ARG V=8-jre\nFROM openjdk:$V\n",
      because: "the variable V owns the value",
    },
    { title: "what is not continued", before: "FROM centos:7\n", because: "a person's choice" },
    { title: "what a variable holds", before: "ARG V=3.8\nFROM python:$V-slim\n", because: "the variable V owns the value" },
    {
      title: "the stages of one release move together",
      before: "FROM python:3.8 AS a\nFROM python:3.8-slim\nCOPY --from=a /a /a\n",
      after: "FROM python:3.12 AS a\nFROM python:3.12-slim\nCOPY --from=a /a /a\n",
    },
  ],
});
