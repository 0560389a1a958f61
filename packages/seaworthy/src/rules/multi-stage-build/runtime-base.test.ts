import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./runtime-base.js";

testRule(rule, {
  source: {
    yes: [
      "FROM eclipse-temurin:21-jre\n",
      "FROM eclipse-temurin:21 AS build\nFROM eclipse-temurin:21-jre-alpine\n",
      "FROM gcr.io/distroless/java21-debian12\n",
      "FROM openjdk:11-jre-slim\n",
    ],
    no: [
      "FROM «openjdk:17-slim»\n",
      "FROM «amazoncorretto:21»\n",
      "FROM «eclipse-temurin:17» AS base\nFROM base\n",
      "FROM debian:13-slim\nRUN apt-get install -y «openjdk-21-jdk-headless»\n",
    ],
    "n/a": ["FROM node:24-slim\n", "FROM debian:13-slim\nRUN apt-get install -y openjdk-21-jre-headless\n"],
  },
  image: {
    yes: [{ files: { "/opt/java/openjdk/bin/java": { mode: 0o755 } } }],
    no: [
      {
        image: { files: { "/opt/java/openjdk/bin/java": { mode: 0o755 }, "/opt/java/openjdk/bin/javac": { mode: 0o755 } } },
        at: ["/opt/java/openjdk/bin/javac"],
      },
      { packages: [packageOf("deb", "openjdk-21-jdk-headless")] },
    ],
    unknown: [{ files: { "/usr/bin/java": { mode: 0o755 } }, unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{}, { files: { "/etc/java/java.conf": "" } }],
  },
});
