import { testRule } from "../../testing/test-rule.js";
import rule from "./excludes-clutter.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const MARKED = "FROM alpine:3.22\nCOPY «.» .\n";
const CLUTTER = ".github\n.vscode\n.idea\n**/*.md\ntest*\ndocker-compose*\n**/Dockerfile*\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER } },
      { files: { Dockerfile: ALL, ".dockerignore": `${CLUTTER}coverage\n.nyc_output\n.next\n`, "package.json": "{}" } },
      { files: { Dockerfile: ALL, ".dockerignore": `${CLUTTER}**/__pycache__\n.*\n`, "setup.py": "" } },
    ],
    no: [
      MARKED,
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER.replace("**/*.md\n", "") }, because: "*.md" },
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER, "package.json": "{}" }, because: "coverage" },
      { files: { Dockerfile: ALL, ".dockerignore": `«»${CLUTTER}!**/README.md\n` }, because: "*.md" },
    ],
    unknown: ["FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n"],
    "n/a": ["FROM alpine:3.22\nCOPY a.conf /etc/\n"],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        "package.json": "{}",
        ".dockerignore": ".git\n.vscode\n.idea\ncoverage\n.nyc_output\n.next\n",
      },
      after: {
        ".dockerignore":
          ".git\n.vscode\n.idea\ncoverage\n.nyc_output\n.next\n.github\n*.md\ntests\ndocker-compose*.yml\nDockerfile*\n",
      },
    },
    {
      title: "the README that a package names",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        "pyproject.toml": "[project]\nname = 'a'\nreadme = 'README.md'\n",
        "README.md": "#\n",
        ".dockerignore": ".git\n.vscode\n.idea\n.coverage\n.pytest_cache\n.mypy_cache\n__pycache__\n",
      },
      because: "built with its README",
    },
  ],
});
