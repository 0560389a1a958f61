import { testRule } from "../../testing/test-rule.js";
import rule from "./stop-signal.js";

const compose = (signal: string, dockerfile = 'FROM node:22-slim\nCMD ["node", "x.js"]\n') => ({
  Dockerfile: dockerfile,
  "compose.yaml": `services:\n  web:\n    build: .\n    stop_signal: ${signal}\n`,
});

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.22\nSTOPSIGNAL SIGTERM\nCMD ["/app"]\n',
      'FROM alpine:3.22\nSTOPSIGNAL 15\nCMD ["/app"]\n',
      "FROM nginx:1.29-alpine\n",
      "FROM nginx:1.29-alpine\nSTOPSIGNAL SIGQUIT\n",
      'FROM debian:12-slim\nRUN apt-get install -y nginx\nSTOPSIGNAL SIGQUIT\nCMD ["nginx", "-g", "daemon off;"]\n',
      'FROM python:3.13-slim\nSTOPSIGNAL SIGINT\nCMD ["uvicorn", "app:app"]\n',
      {
        title: "a deployment corrects it",
        files: compose("SIGTERM", 'FROM node:22-slim\nSTOPSIGNAL SIGKILL\nCMD ["node", "x.js"]\n'),
      },
      'FROM alpine:3.22\nARG SIGNAL=SIGTERM\nSTOPSIGNAL $SIGNAL\nCMD ["/app"]\n',
    ],
    no: [
      'FROM alpine:3.22\n«STOPSIGNAL 9»\nCMD ["/app"]\n',
      'FROM alpine:3.22\n«STOPSIGNAL KILL»\nCMD ["/app"]\n',
      'FROM alpine:3.22 AS base\n«STOPSIGNAL sigstop»\nFROM base\nCMD ["/app"]\n',
      { files: "FROM nginx:1.29-alpine\n«STOPSIGNAL SIGTERM»\n", because: "SIGQUIT" },
      'FROM alpine:3.22\n«STOPSIGNAL SIGTREM»\nCMD ["/app"]\n',
      compose("«SIGKILL»"),
    ],
    unknown: [
      'FROM alpine:3.22\nSTOPSIGNAL SIGUSR1\nCMD ["/app"]\n',
      'FROM alpine:3.22\nSTOPSIGNAL $SIGNAL\nCMD ["/app"]\n',
      "FROM registry.example.com/x:1\nSTOPSIGNAL SIGINT\n",
    ],
    "n/a": ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nSTOPSIGNAL SIGKILL\nCMD ["x"]\n'],
  },
  image: {
    yes: [
      { config: { cmd: ["node", "server.js"] } },
      { config: { cmd: ["node", "server.js"], stopSignal: "SIGTERM" } },
      { config: { cmd: ["node", "server.js"], stopSignal: "15" } },
      { config: { cmd: ["nginx", "-g", "daemon off;"], stopSignal: "SIGQUIT" } },
      {
        title: "the signal of a known base",
        image: {
          config: { cmd: ["server"], stopSignal: "SIGINT" },
          history: [
            { createdBy: "STOPSIGNAL SIGINT", created: null, comment: "", layer: null },
            { createdBy: "RUN make", created: null, comment: "", layer: 0 },
          ],
          layers: [{ index: 0, diffId: "sha256:0", digest: null, size: 1, bytes: 1, files: 1, createdBy: null, fromBase: true }],
        },
      },
    ],
    no: [
      { image: { config: { cmd: ["node"], stopSignal: "SIGKILL" } }, at: ["StopSignal"] },
      { config: { cmd: ["node"], stopSignal: "9" } },
      { config: { cmd: ["node"], stopSignal: "SIGSTOP" } },
      { config: { cmd: ["node"], stopSignal: "SIGNONE" } },
      { config: { cmd: ["httpd-foreground"], stopSignal: "SIGTERM" } },
    ],
    unknown: [{ config: { cmd: ["node"], stopSignal: "SIGUSR2" } }],
    "n/a": [
      { form: "rootfs" },
      {
        title: "Compose sets the signal",
        image: { config: { cmd: ["node"], stopSignal: "SIGKILL" } },
        ship: {
          Dockerfile: "FROM node:22-slim\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    stop_signal: SIGTERM\n",
        },
      },
    ],
  },
  fix: [
    {
      before: 'FROM node:22-slim\nSTOPSIGNAL SIGKILL\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    { before: "FROM nginx:1.28\nSTOPSIGNAL SIGTERM\n", after: "FROM nginx:1.28\nSTOPSIGNAL SIGQUIT\n" },
    {
      title: "in Compose",
      before: {
        Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    stop_signal: SIGKILL\n",
      },
      after: { "compose.yaml": "services:\n  web:\n    build: .\n" },
    },
  ],
});
