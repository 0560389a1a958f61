import { testRule } from "../../testing/test-rule.js";
import rule from "./excludes-vcs.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const MARKED = "FROM alpine:3.22\nCOPY «.» .\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, ".dockerignore": ".git\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "**/.git/\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": ".*\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": ".git/**\n" } },
    ],
    no: [
      MARKED,
      { files: { Dockerfile: ALL, ".dockerignore": "«».gitignore\n.github\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«».git/objects\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«»// all\nnode_modules\n" } },
      {
        title: "a clone of something else is no use of this history",
        files: "FROM alpine:3.22\nRUN git clone https://example.com/x.git\nCOPY «.» .\n",
      },
    ],
    unknown: ["FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n"],
    "n/a": [
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!.git\n!src\n" }, because: "on purpose" },
      'FROM golang:1.25\nCOPY . .\nRUN go build -ldflags "-X main.v=$(git describe --tags)" -o /x\n',
      "FROM golang:1.25\nCOPY . .\nCOPY .git .git\n",
      "FROM alpine:3.22\nCOPY src /src\n",
      { files: { "api/Dockerfile": ALL, "api/package.json": "{}" }, because: "not the root" },
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        ".dockerignore": ".env*\n",
      },
      after: { ".dockerignore": ".env*\n.git\n" },
      safety: "review",
    },
  ],
});
