import { testRule } from "../../testing/test-rule.js";
import rule from "./timings.js";

const image = (flags: string, base = "alpine:3.22"): string =>
  `FROM ${base}\nHEALTHCHECK ${flags} CMD wget -q --spider http://127.0.0.1:8000/health\nCMD ["/app"]\n`;
const compose = (times: string) => ({
  Dockerfile: image(""),
  "compose.yaml": `services:\n  app:\n    build: .\n    healthcheck:\n${times}`,
});

testRule(rule, {
  source: {
    yes: [
      { title: "Docker's defaults", files: image(""), because: "180 s" },
      image("--interval=1m --timeout=10s --retries=2"),
      { title: "zero is the default", files: image("--interval=0s") },
      { title: "a variable is not judged", files: image("--interval=$EVERY") },
      {
        title: "Compose overrides the image",
        files: { ...compose("      interval: 5s\n      timeout: 2s\n"), Dockerfile: image("--interval=1h") },
      },
      { files: image("--interval=1h"), options: { maxDetectionSeconds: 20_000 } },
    ],
    no: [
      image("«--interval=5m»"),
      image("--interval=10s «--timeout=10m»"),
      image("--interval=30s --timeout=5s «--retries=20»"),
      compose("      interval: «1m40s»\n      timeout: 30s\n"),
      compose("      retries: «30»\n"),
      {
        title: "a JVM that has three seconds",
        files: {
          Dockerfile:
            'FROM eclipse-temurin:21-jre\nHEALTHCHECK «--interval=1s» --retries=3 CMD wget -q --spider http://127.0.0.1/\nCOPY . .\nCMD ["java", "-jar", "app.jar"]\n',
          "src/main/java/App.java": "class App { public static void main(String[] args) {} }\n",
          "pom.xml": "<project/>\n",
        },
        because: "start period",
      },
    ],
    "n/a": ['FROM alpine:3.22\nCMD ["/app"]\n'],
  },
  image: {
    yes: [
      { config: { healthcheck: { test: ["CMD", "/app"] } } },
      { config: { healthcheck: { test: ["CMD", "/app"], interval: 30e9, timeout: 5e9, retries: 3, startPeriod: 10e9 } } },
      { config: { healthcheck: { test: ["CMD", "/app"], interval: 0, timeout: 0, retries: 0 } } },
      { config: { cmd: ["java", "-jar", "a.jar"], healthcheck: { test: ["CMD", "/app"], interval: 5e9, startPeriod: 60e9 } } },
    ],
    no: [
      {
        image: { config: { healthcheck: { test: ["CMD", "/app"], interval: 3600e9 } } },
        because: "10890 s",
        at: ["Healthcheck"],
      },
      { config: { healthcheck: { test: ["CMD", "/app"], retries: 40 } } },
      {
        image: { config: { cmd: ["java", "-jar", "a.jar"], healthcheck: { test: ["CMD", "/app"], interval: 5e9 } } },
        because: "a JVM",
      },
    ],
    "n/a": [
      {},
      { config: { healthcheck: { test: ["NONE"], interval: 3600e9 } } },
      {
        title: "Compose sets the times",
        image: { config: { healthcheck: { test: ["CMD", "/app"], interval: 3600e9 } } },
        ship: {
          Dockerfile: "FROM scratch\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      interval: 5s\n",
        },
      },
    ],
  },
  fix: [
    {
      before:
        'FROM node:22-slim\nHEALTHCHECK --interval=10m --timeout=5m --retries=50 CMD ["node", "h.js"]\nCMD ["node", "a.js"]\n',
      after:
        'FROM node:22-slim\nHEALTHCHECK --interval=30s --timeout=5s --retries=3 CMD ["node", "h.js"]\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    {
      title: "in Compose",
      before: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17.2\n    healthcheck:\n      test: pg_isready\n      interval: 10m\n      retries: 50\n",
      },
      after: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17.2\n    healthcheck:\n      test: pg_isready\n      interval: 30s\n      retries: 3\n",
      },
    },
  ],
});
