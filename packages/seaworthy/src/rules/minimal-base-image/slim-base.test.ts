import { testRule } from "../../testing/test-rule.js";
import rule from "./slim-base.js";

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
});
