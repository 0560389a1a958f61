import { testRule } from "../../testing/test-rule.js";
import rule from "./supported-base.js";

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
});
