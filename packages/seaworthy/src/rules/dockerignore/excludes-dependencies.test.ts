import { testRule } from "../../testing/test-rule.js";
import rule from "./excludes-dependencies.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const MARKED = "FROM alpine:3.22\nCOPY «.» .\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, "package.json": "{}", ".dockerignore": "node_modules/\n" } },
      { files: { Dockerfile: ALL, "package.json": "{}", ".dockerignore": "**\n!package.json\n!src\n" } },
      { files: { Dockerfile: ALL, "requirements.txt": "", ".dockerignore": "__pycache__/\n" } },
      { files: { Dockerfile: ALL, "pyproject.toml": "", ".dockerignore": "**/.venv\n" } },
      { files: { Dockerfile: ALL, "Cargo.toml": "", ".dockerignore": "/target\n" } },
      { files: { Dockerfile: ALL, "src/Api/Api.csproj": "", ".dockerignore": "**/bin\n**/obj\n" } },
      {
        title: "below the root",
        files: { Dockerfile: ALL, "ui/package.json": "{}", "go.mod": "module x", ".dockerignore": "*/node_modules/\n" },
      },
      {
        title: "a member of a workspace shares what is installed above",
        files: { Dockerfile: ALL, "package.json": "{}", "packages/a/package.json": "{}", ".dockerignore": "node_modules\n" },
      },
      {
        title: "pnpm's members, wherever they lie",
        files: {
          Dockerfile: ALL,
          "package.json": "{}",
          "pnpm-workspace.yaml": "packages: [packages/*]\n",
          "packages/a/package.json": "{}",
          ".dockerignore": "**/node_modules\n",
        },
      },
      {
        title: "an example beside the app",
        files: { Dockerfile: ALL, "package.json": "{}", "examples/a/package.json": "{}", ".dockerignore": "/node_modules\n" },
      },
    ],
    no: [
      { files: { Dockerfile: MARKED, "package.json": "{}" } },
      { because: "node_modules", files: { Dockerfile: ALL, "package.json": "{}", ".dockerignore": "«».git\n.env\n" } },
      {
        title: "one pattern is for the root alone",
        because: "web/node_modules",
        files: {
          Dockerfile: ALL,
          "package.json": "{}",
          "web/package.json": "{}",
          "web/package-lock.json": "{}",
          ".dockerignore": "«»node_modules\n",
        },
      },
      {
        title: "pnpm installs into each member of a workspace",
        because: "packages/a/node_modules (installed packages of a workspace's package) and those of 1 more",
        files: {
          Dockerfile: ALL,
          "package.json": "{}",
          "pnpm-workspace.yaml": "packages: [packages/*]\n",
          "packages/a/package.json": "{}",
          "packages/b/package.json": "{}",
          "packages/examples/package.json": "{}",
          ".dockerignore": "«»node_modules\n",
        },
      },
      { files: { Dockerfile: ALL, "pom.xml": "", ".dockerignore": "«».idea\nbuild\n" } },
      { files: { Dockerfile: ALL, "build.gradle.kts": "", ".dockerignore": "«»target\n" } },
      { because: "bin", files: { Dockerfile: ALL, "src/Api/Api.csproj": "", ".dockerignore": "«»bin\nobj\n" } },
      {
        title: "let in again",
        files: { Dockerfile: ALL, "package.json": "{}", ".dockerignore": "«»node_modules\n!**/node_modules\n" },
      },
      { files: { Dockerfile: ALL, "requirements.txt": "", ".dockerignore": "«»*.md\n" } },
      {
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY ./api /app\n",
          "api/package.json": "{}",
          ".dockerignore": "«»node_modules\n",
        },
      },
    ],
    unknown: [{ files: { Dockerfile: "FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n", "package.json": "{}" } }],
    "n/a": [
      ALL,
      { title: "built outside", files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\nCOPY target/app.jar /\n", "pom.xml": "" } },
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY src /src\n", "src/a.js": "", "package.json": "{}" } },
      { files: { Dockerfile: ALL, "composer.json": "{}" } },
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        "package.json": "{}",
        "tools/requirements.txt": "x\n",
        ".dockerignore": ".git\n",
      },
      after: { ".dockerignore": ".git\nnode_modules\n**/.venv\n**/__pycache__\n" },
      safety: "safe",
    },
    {
      title: "the file of the Dockerfile itself; every project of .NET",
      before: {
        "build/Dockerfile": "FROM mcr.microsoft.com/dotnet/sdk:9.0\nWORKDIR /app\nCOPY src/ .\n",
        "build/Dockerfile.dockerignore": ".git\n",
        "compose.yaml": "services:\n  a:\n    build:\n      context: .\n      dockerfile: build/Dockerfile\n",
        "src/a/a.csproj": "<Project/>",
        "src/b/b.csproj": "<Project/>",
      },
      after: { "build/Dockerfile.dockerignore": ".git\n**/bin\n**/obj\n" },
    },
  ],
});
