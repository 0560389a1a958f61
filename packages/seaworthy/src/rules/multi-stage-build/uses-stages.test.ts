import { testRule } from "../../testing/test-rule.js";
import rule from "./uses-stages.js";

testRule(rule, {
  source: {
    yes: [
      "FROM golang:1.26\nRUN go build -o /a .\nFROM scratch\nCOPY --from=0 /a /a\n",
      "FROM node:24 AS deps\nRUN npm ci --omit=dev\nFROM node:24-slim\nCOPY --from=deps /app/node_modules /app/node_modules\n",
      "FROM node:24 AS b\nRUN npm run build\nFROM nginx:1.29-alpine AS base\nCOPY --from=b /dist /usr/share/nginx/html\nFROM base\n",
      "FROM python:3.14 AS b\nRUN pip wheel .\nFROM python:3.14-slim\nRUN --mount=type=bind,from=b,source=/w,target=/w pip install /w/*\n",
    ],
    no: [
      "«FROM golang:1.26»\nCOPY . .\nRUN go build -o /a .\n",
      { title: "stages that only inherit", files: "FROM node:24 AS base\nRUN npm ci\n«FROM base»\nRUN npm run build\n" },
      {
        title: "a builder that nobody copies from",
        files: "FROM node:24 AS b\nRUN npm run build\n«FROM node:24»\nRUN npm run build\n",
      },
      { title: "compiled at each start", files: '«FROM golang:1.26»\nCOPY . .\nCMD ["go", "run", "."]\n' },
      "«FROM maven:3.9»\nCOPY . .\nCMD mvn spring-boot:run\n",
      "«FROM node:24»\nRUN npx tsc -p .\n",
    ],
    unknown: ["FROM node:24\nCOPY . .\nRUN bash ./build.sh\n"],
    "n/a": [
      "FROM python:3.14-slim\nCOPY . .\nRUN pip install -r requirements.txt\n",
      "FROM eclipse-temurin:21-jre\nCOPY target/app.jar /app.jar\n",
      "FROM nginx:1.29-alpine\nCOPY dist /usr/share/nginx/html\n",
      "FROM mcr.microsoft.com/dotnet/framework/sdk:4.8\nRUN msbuild\n",
    ],
  },
});
