import { testRule } from "../../testing/test-rule.js";
import rule from "./no-secret-files.js";

const TOKEN = `//registry.example.com/:_authToken=${["k3jR8vQ2", "mN7xT4wB", "zL9pF1sD"].join("")}\n`;
const ENV = "DB_PASSWORD=tr0ub4dor\n";

testRule(rule, {
  source: {
    yes: [
      { Dockerfile: "FROM node:22-slim\nCOPY package.json ./\nCOPY src ./src\n", "src/a.js": "", ".env": ENV },
      { Dockerfile: "FROM node:22-slim\nCOPY . .\n", ".dockerignore": ".env\n", ".env": ENV, "a.js": "" },
      { Dockerfile: "FROM node:22-slim\nCOPY . .\n", "a.js": "", ".env.example": ENV },
      {
        title: "settings of a developer",
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY config /etc/app\n",
          "config/default.yaml": "database:\n  password: postgres\n  token: ${TOKEN}\n",
          "config/local.yaml": "database:\n  password: k3jR8vQ2mN7xT4wB\n",
        },
      },
      { title: "an env file without secrets", files: { Dockerfile: "FROM node:22-slim\nCOPY .env .\n", ".env": "PORT=3000\n" } },
      {
        Dockerfile: "FROM node:22-slim\nCOPY .npmrc ./\n",
        ".npmrc": "//r.example.com/:_authToken=${NPM_TOKEN}\nsave-exact=true\n",
      },
      {
        title: "only the builder has it",
        files: {
          Dockerfile:
            "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /app\n",
          "a.js": "",
          ".env": ENV,
        },
      },
      {
        title: "the builder deletes it",
        files: {
          Dockerfile:
            "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN rm -f .env\nFROM node:22-slim\nCOPY --from=build /app /app\n",
          "a.js": "",
          ".env": ENV,
        },
      },
      {
        title: "what the builder makes itself, or what never gets there",
        files: {
          Dockerfile:
            "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nFROM node:22-slim\nCOPY --from=build /app/.env ./\nCOPY src ./src\n",
          ".dockerignore": ".env*\n",
          "src/a.js": "",
        },
      },
      {
        title: "settings without secrets by way of the builder",
        files: {
          Dockerfile: "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nFROM node:22-slim\nCOPY --from=build /app/.env ./\n",
          ".env": "PORT=3000\n",
        },
      },
      { Dockerfile: "FROM nginx:1.29\nCOPY certs/ca.pem /etc/ssl/\n", "certs/ca.pem": "x" },
      { Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env . .\n", "a.js": "", ".env": ENV },
    ],
    no: [
      "FROM node:22-slim\nCOPY «.env» /app/.env\n",
      { Dockerfile: "FROM node:22-slim\nCOPY package.json «.env» ./\n", ".env": ENV, "package.json": "{}" },
      { Dockerfile: "FROM node:22-slim\nCOPY «.» .\n", ".env": ENV, "a.js": "" },
      { Dockerfile: "FROM node:22-slim\nCOPY «.npmrc» ./\n", ".npmrc": TOKEN },
      "FROM alpine:3.22\nADD «id_rsa» /root/.ssh/id_rsa\n",
      {
        title: "deleted later, kept by the layer",
        files: { Dockerfile: "FROM node:22-slim\nCOPY «.npmrc» ./\nRUN npm ci && rm .npmrc\n", ".npmrc": TOKEN },
      },
      {
        title: "through the builder",
        files: {
          Dockerfile: "FROM node:22 AS build\nWORKDIR /app\nCOPY «.» .\nFROM node:22-slim\nCOPY --from=build /app /app\n",
          "a.js": "",
          ".env": ENV,
        },
      },
      {
        title: "named on the way out of the builder",
        files: `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nCOPY --from=build «/app/.env» ./.env\n`,
      },
      {
        title: "a pattern of which the ignore file keeps only one name out",
        files: {
          Dockerfile: `FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nCOPY --from=build «/app/.env*» ./\n`,
          ".dockerignore": ".env\n",
        },
        because: ".env.local",
      },
      {
        title: "an example made real",
        files: "FROM node:22-slim\nCOPY . .\nRUN if [ ! -f .env ]; then cp env-example «.env»; fi\n",
        because: "example",
      },
      {
        title: "settings with a key of their own",
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY «configuration» /etc/app\n",
          "configuration/base.yaml": "app:\n  hmac_secret: k3jR8vQ2mN7xT4wB\n",
        },
      },
      {
        title: "packed into an archive",
        files: {
          Dockerfile:
            "FROM maven:3.9 AS build\nCOPY «src» ./src\nRUN mvn package\nFROM eclipse-temurin:21-jre\nCOPY --from=build /target/app.jar /app.jar\n",
          "src/main/resources/application.yaml": "jwt:\n  secret: ${JWT_SECRET:404E635266556A586E327235}\n",
        },
      },
      { Dockerfile: "FROM nginx:1.29\nCOPY «certs/server.key.pem» /etc/ssl/\n", "a.js": "" },
    ],
    unknown: [{ Dockerfile: "FROM node:22-slim\nCOPY .npmrc package.json ./\n", "package.json": "{}" }],
    "n/a": ['FROM nginx:1.29\nCMD ["nginx"]\n'],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM node:22-slim\nCOPY .env /app/.env\nCOPY a.js .env.production \\\n  /app/\nCMD ["node", "/app/a.js"]\n',
        ".env": "DATABASE_PASSWORD=hunter2-x9q\n",
        ".env.production": "DATABASE_PASSWORD=hunter2-x9q\n",
        "a.js": "",
      },
      after: { Dockerfile: 'FROM node:22-slim\nCOPY a.js \\\n  /app/\nCMD ["node", "/app/a.js"]\n' },
      safety: "review",
    },
  ],
});
