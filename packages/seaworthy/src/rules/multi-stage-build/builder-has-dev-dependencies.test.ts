import { testRule } from "../../testing/test-rule.js";
import rule from "./builder-has-dev-dependencies.js";

const app = (Dockerfile: string, manifest: object) => ({ Dockerfile, "package.json": JSON.stringify(manifest), "index.ts": "" });
const TSC = { scripts: { build: "tsc -p ." }, devDependencies: { typescript: "5.9.2" } };
const file = (install: string, build: string) =>
  `FROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN ${install}\nCOPY . .\nRUN ${build}\nFROM node:24-slim\nCOPY --from=build /app/dist /app/dist\n`;

testRule(rule, {
  source: {
    yes: [
      app(file("npm ci", "npm run build"), TSC),
      app(file("npm ci --omit=dev", "npm run build"), { scripts: { build: "tsc" }, dependencies: { typescript: "5.9.2" } }),
      app(file("npm ci", "npm run build && npm ci --omit=dev"), TSC),
      app(file("NODE_ENV=production npm ci --include=dev", "npm run build"), TSC),
    ],
    no: [
      app(file("npm ci --only=production", "«npm run build»"), TSC),
      app(file("npm install --production", "«npx tsc»"), TSC),
      app(file("yarn install --production", "«yarn build»"), {
        scripts: { build: "yarn bundle", bundle: "vite build" },
        devDependencies: { vite: "7" },
      }),
      app("FROM node:24-slim\nENV NODE_ENV=production\nRUN npm ci\nCOPY . .\nRUN «npm run build»\n", {
        scripts: { prebuild: "rimraf dist", build: "node b.mjs" },
        devDependencies: { rimraf: "6" },
      }),
    ],
    unknown: [
      { title: "the manifest is not there", files: file("npm ci --only=production", "npm run build") },
      app("FROM node:24-slim\nARG MODE\nENV NODE_ENV=$MODE\nRUN npm ci\nCOPY . .\nRUN npm run build\n", TSC),
    ],
    "n/a": ["FROM golang:1.26\nRUN go build\n", app("FROM node:24-slim\nRUN npm ci --omit=dev\nCOPY . .\n", TSC)],
  },
});
