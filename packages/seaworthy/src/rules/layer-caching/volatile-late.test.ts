import { testRule } from "../../testing/test-rule.js";
import rule from "./volatile-late.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13\nRUN apt-get update && apt-get install -y git\nARG BUILD_DATE\nLABEL date=$BUILD_DATE\n",
      {
        title: "the RUN itself needs it",
        files: 'FROM golang:1.25\nARG COMMIT\nRUN go build -ldflags "-X main.c=$COMMIT" -o /x\n',
      },
      "FROM node:22\nRUN npm ci\nARG VERSION\nENV APP_VERSION=$VERSION\n",
      "FROM node:22\nARG GIT_COMMIT\nRUN echo $GIT_COMMIT > /rev\n",
    ],
    no: [
      "FROM golang:1.25\nARG «COMMIT»\nCOPY go.mod go.sum ./\nRUN go mod download\n",
      "FROM debian:13\nARG «BUILD_DATE»\nRUN apt-get update && apt-get install -y git\n",
      "FROM node:22\nARG SHA\nENV «GIT_COMMIT»=$SHA\nRUN npm ci\n",
      "FROM node:22\nARG «VERSION»\nRUN npm ci\n",
      "FROM node:22 AS base\nARG «CI_COMMIT_SHA»=unknown\nFROM base\nRUN yarn install\n",
      "FROM node:22\nARG «CACHEBUST»=1\nRUN npm ci\n",
    ],
    "n/a": [
      "FROM node:22\nARG NODE_ENV=production\nRUN npm ci\n",
      "ARG GIT_SHA\nFROM node:22\nRUN npm ci\n",
      "FROM node:22\nARG VERSION=1.2.3\nENV PHP_VERSION=8.3\nRUN npm ci\n",
      "FROM node:22\nENV GIT_COMMIT=abcdef\nRUN npm ci\n",
    ],
  },
});
