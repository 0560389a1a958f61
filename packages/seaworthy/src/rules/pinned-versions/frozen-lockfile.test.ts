import { testRule } from "../../testing/test-rule.js";
import rule from "./frozen-lockfile.js";

const node = (install: string, lock = "package-lock.json") => ({
  Dockerfile: `FROM node:22.12.0-slim\nWORKDIR /app\nCOPY . .\nRUN ${install}\nCMD ["node", "a.js"]\n`,
  "package.json": '{"dependencies": {"a": "^1.0.0"}}',
  [lock]: "",
});
const cargo = (build: string) => ({
  Dockerfile: `FROM rust:1.85.0 AS b\nWORKDIR /app\nCOPY . .\nRUN ${build}\nFROM debian:12-slim\nCOPY --from=b /app/t /t\n`,
  "Cargo.toml": "[dependencies]\n",
  "Cargo.lock": "",
});

testRule(rule, {
  source: {
    yes: [
      node("npm ci --omit=dev"),
      node("yarn install --frozen-lockfile", "yarn.lock"),
      node("pnpm install --frozen-lockfile", "pnpm-lock.yaml"),
      cargo("cargo build --release --locked"),
    ],
    no: [
      node("«npm install --omit=dev»"),
      node("«yarn install»", "yarn.lock"),
      node("«bun install»", "bun.lock"),
      cargo("«cargo build --release»"),
    ],
    "n/a": [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "not built here" },
      "FROM debian:12-slim\n",
      node("npm install -g pm2"),
      node("npm install", "README.md"),
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install --omit=dev\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
        "package-lock.json": "{}",
      },
      after: { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n" },
      safety: "review",
    },
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN yarn && yarn build\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
        "yarn.lock": "# yarn lockfile v1\n",
      },
      after: { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN yarn install --frozen-lockfile && yarn build\n" },
    },
  ],
});
