import { testRule } from "../../testing/test-rule.js";
import rule from "./no-secret-env.js";

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.22\nCMD ["/app"]\n',
      'FROM node:22 AS build\nENV DATABASE_URL="postgresql://user:pass@localhost:5432/dummy"\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /app\n',
      "FROM postgres:17\nENV POSTGRES_PASSWORD_FILE=/run/secrets/db\n",
      "FROM golang:1.25\nENV GOPRIVATE=github.com/acme/*\n",
      "FROM mcr.microsoft.com/dotnet/sdk:9.0\nENV NUGET_CREDENTIALPROVIDER_SESSIONTOKENCACHE_ENABLED true\n",
      "FROM python:3.13\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\n",
      "FROM alpine:3.22\nARG password=''\nARG proxypass=\"\"\n",
      "FROM alpine:3.22\nARG NPM_TOKEN\nENV API_TOKEN=$NPM_TOKEN OTHER_SECRET=${SECRET:-}\n",
      "FROM node:22-slim\nENV NEXT_PUBLIC_POSTHOG_KEY=phc_1234 AUTH_URL=http://localhost SSH_AUTH_SOCK=/run/ssh.sock\n",
      "FROM ruby:3.4\nENV SECRET_KEY_BASE_DUMMY=1\n",
      "FROM alpine:3.22\nENV SECRET_KEY=<your-key> TOKEN=xxxxxxxx\n",
      {
        title: "a builder's word to keep a tool quiet",
        files:
          "FROM node:22 AS build\nENV JWT_SECRET=secret\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /app\n",
      },
      { title: "a stage that goes nowhere", files: "FROM alpine:3.22 AS upload\nENV API_TOKEN=tr0ub4dor\nFROM alpine:3.22\n" },
      "FROM alpine:3.22\nLABEL com.example.shop.token=blue\n",
    ],
    no: [
      "FROM alpine:3.22\nENV DATABASE_PASSWORD=«mysecretpassword»\n",
      "FROM alpine:3.22\nENV JWT_SECRET «tr0ub4dor and more»\n",
      'FROM alpine:3.22\nENV PORT=3000 \\\n    API_KEY=«"k3jR8vQ2"»\n',
      "FROM alpine:3.22\nARG DB_PASSWORD=«tr0ub4dor»\nRUN ./setup\n",
      "FROM alpine:3.22\nENV DATABASE_URL=«postgres://app:tr0ub4dor@db.internal/app»\n",
      "FROM mysql:8.4\nENV MYSQL_ROOT_PASSWORD=«root»\n",
      {
        title: "in the stage below",
        files: "FROM alpine:3.22 AS base\nENV API_TOKEN=«tr0ub4dor»\nFROM base\nENV API_TOKEN=\n",
      },
      {
        title: "a builder's real one",
        files:
          "FROM node:22 AS build\nENV NPM_TOKEN=«tr0ub4dor-9»\nRUN npm ci\nFROM node:22-slim\nCOPY --from=build /app/dist /app\n",
        because: "in the stage build",
      },
      "FROM alpine:3.22\nENV A_SECRET=«${OTHER:-tr0ub4dor}»\n",
    ],
    unknown: ["RUN true\n"],
  },
  fix: [
    {
      before: "FROM node:22-slim\n# db\nENV DATABASE_PASSWORD=hunter2-x9q\nENV A=1 API_TOKEN=9f8e7d6c5b4a \\\n    B=2\n",
      after: "FROM node:22-slim\n# db\nENV A=1 \\\n    B=2\n",
      safety: "review",
    },
    {
      before: "FROM node:22-slim\nENV DATABASE_PASSWORD=hunter2-x9q\nRUN ./setup $DATABASE_PASSWORD\n",
      because: "is used further down",
    },
  ],
});
