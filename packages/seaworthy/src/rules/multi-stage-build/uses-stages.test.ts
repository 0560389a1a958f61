import { testRule } from "../../testing/test-rule.js";
import rule from "./uses-stages.js";

/** An app that is built into `dist`. */
const app = (dockerfile: string) => ({
  Dockerfile: dockerfile,
  "package.json": '{"scripts": {"build": "tsc"}, "devDependencies": {"typescript": "5"}}',
  "package-lock.json": "{}",
  "tsconfig.json": '{"compilerOptions": {"outDir": "dist"}}',
  "src/a.ts": "",
});

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
  fix: [
    {
      before: {
        Dockerfile:
          '# the api\nFROM node:22\nARG COMMIT\nLABEL commit=$COMMIT\nWORKDIR /app\nRUN apt-get update && apt-get install -y build-essential tini\n# all of it\nCOPY . .\nRUN npm ci\nRUN npm run build\nENV PORT=3000\n# the port\nEXPOSE 3000\nUSER node\nCMD ["node", "dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc", "start": "node dist/a.js"}, "dependencies": {"x": "1"}, "devDependencies": {"typescript": "5"}}',
        "package-lock.json": "{}",
        "src/a.ts": "",
        "public/x.html": "",
      },
      after: {
        Dockerfile:
          '# the api\nFROM node:22 AS build\nARG COMMIT\nWORKDIR /app\nRUN apt-get update && apt-get install -y build-essential tini\n# all of it\nCOPY . .\nRUN npm ci\nRUN npm run build\nRUN npm prune --omit=dev\n\nFROM node:22-slim\nARG COMMIT\nENV NODE_ENV=production\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends tini \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCOPY --from=build /app/public ./public\nLABEL commit=$COMMIT\nENV PORT=3000\n# the port\nEXPOSE 3000\nUSER node\nCMD ["node", "dist/a.js"]\n',
      },
      safety: "review",
    },
    {
      title: "Go, with CRLF",
      before: {
        Dockerfile: 'FROM golang:1.27\r\nWORKDIR /src\r\nCOPY . .\r\nRUN go build -o /usr/bin/app .\r\nCMD ["/usr/bin/app"]\r\n',
        "go.mod": "module a\n\ngo 1.27\n",
        "main.go": "package main\nfunc main() {}\n",
        "templates/a.html": "",
      },
      after: {
        Dockerfile:
          'FROM golang:1.27 AS build\r\nWORKDIR /src\r\nENV CGO_ENABLED=0\r\nCOPY . .\r\nRUN go build -o /usr/bin/app .\r\n\r\nFROM alpine:3.24\r\nWORKDIR /src\r\nCOPY --from=build /usr/bin/app /usr/bin/app\r\nCOPY --from=build /src/templates ./templates\r\nCMD ["/usr/bin/app"]\r\n',
      },
    },
    {
      title: "a workspace of npm: its members come along, with what they were built to",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "packages/api/dist/a.js"]\n',
        "package.json": '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}, "workspaces": ["packages/*"]}',
        "package-lock.json": "{}",
        "packages/api/package.json": '{"name": "api"}',
        "packages/api/src/a.ts": "",
      },
      after: {
        Dockerfile:
          'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nRUN npm prune --omit=dev\n\nFROM node:22-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/packages ./packages\nCMD ["node", "packages/api/dist/a.js"]\n',
      },
    },
    {
      title: "a workspace whose members are not plain",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nCMD ["node", "packages/api/dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}, "workspaces": ["packages/**/lib"]}',
        "package-lock.json": "{}",
        "packages/api/src/a.ts": "",
      },
      because: "the members of the workspace are not known",
    },
    {
      title: "yarn 4 with node_modules",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\nRUN npm run build\nCMD ["node", "dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}, "packageManager": "yarn@4.5.0"}',
        "yarn.lock": "__metadata:\n  version: 8\n",
        ".yarnrc.yml": "nodeLinker: node-modules\n",
        "src/a.ts": "",
      },
      after: {
        Dockerfile:
          'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\nRUN npm run build\nRUN yarn workspaces focus --all --production\n\nFROM node:22-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/a.js"]\n',
      },
    },
    {
      title: "yarn 3, which may lack the command",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\nRUN npm run build\nCMD ["node", "dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}, "packageManager": "yarn@3.8.0"}',
        "yarn.lock": "__metadata:\n  version: 6\n",
        ".yarnrc.yml": "nodeLinker: node-modules\n",
        "src/a.ts": "",
      },
      because: "whether this yarn knows `workspaces focus` is not known",
    },
    {
      title: "yarn without node_modules",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\nRUN npm run build\nCMD ["node", "dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}, "packageManager": "yarn@4.5.0"}',
        "yarn.lock": "__metadata:\n  version: 8\n",
        "src/a.ts": "",
      },
      because: "in another way than in node_modules",
    },
    {
      title: "a workspace of pnpm",
      before: {
        Dockerfile:
          'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN pnpm install --frozen-lockfile\nRUN npm run build\nCMD ["node", "packages/api/dist/a.js"]\n',
        "package.json": '{"scripts": {"build": "tsc -b"}, "devDependencies": {"typescript": "5"}}',
        "pnpm-lock.yaml": "",
        "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
        "packages/api/src/a.ts": "",
      },
      because: "pnpm takes nothing out of a workspace again",
    },
    {
      title: "of whose tree nothing is known: the base tells the language; who maintains it is said of what ships",
      before:
        'FROM golang:1.27\nMAINTAINER a@example.com\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/bin/app .\nCMD ["/usr/bin/app"]\n',
      after:
        'FROM golang:1.27 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/bin/app .\n\nFROM alpine:3.24\nWORKDIR /src\nCOPY --from=build /usr/bin/app /usr/bin/app\nMAINTAINER a@example.com\nCMD ["/usr/bin/app"]\n',
    },
    {
      title: "a language whose parts are not known",
      before: {
        Dockerfile: 'FROM rust:1.90\nCOPY . .\nRUN cargo build --release\nCMD ["/target/release/a"]\n',
        "Cargo.toml": '[package]\nname = "a"\n',
      },
      because: "is not known",
    },
    {
      title: "a platform, a shell, a program of another image, one that is downloaded, and what the health check asks with",
      before: app(
        'FROM --platform=linux/amd64 node:22\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nADD https://acme.dev/wait-1.2 /wait\nRUN chmod +x /wait\nCOPY --from=acme/tini /tini /usr/bin/\nCOPY --from=acme/tool /tool /usr/bin/\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCOPY <<E /etc/a.conf\nb\nE\nHEALTHCHECK CMD /wait 1 && curl -f http://localhost\nENTRYPOINT ["tini", "--"]\nCMD ["node", "dist/a.js"]\n',
      ),
      after: {
        Dockerfile:
          'FROM --platform=linux/amd64 node:22 AS build\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nADD https://acme.dev/wait-1.2 /wait\nCOPY --from=acme/tini /tini /usr/bin/\nCOPY --from=acme/tool /tool /usr/bin/\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCOPY <<E /etc/a.conf\nb\nE\nRUN npm prune --omit=dev\n\nFROM --platform=linux/amd64 node:22-slim\nENV NODE_ENV=production\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nADD https://acme.dev/wait-1.2 /wait\nCOPY --from=acme/tini /tini /usr/bin/\nCOPY <<E /etc/a.conf\nb\nE\nRUN chmod +x /wait\nHEALTHCHECK CMD /wait 1 && curl -f http://localhost\nENTRYPOINT ["tini", "--"]\nCMD ["node", "dist/a.js"]\n',
      },
    },
    {
      title: "what a health check of the deployment asks with",
      before: {
        ...app('FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]\n'),
        "compose.yaml": "services:\n  a:\n    build: .\n    healthcheck:\n      test: curl -f http://localhost\n",
      },
      after: {
        Dockerfile:
          'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nRUN npm prune --omit=dev\n\nFROM node:22-slim\nENV NODE_ENV=production\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCMD ["node", "dist/a.js"]\n',
      },
    },
    ...[
      "RUN useradd app\nWORKDIR /app\nCOPY --chown=app:app . .\nRUN npm ci && npm run build\nUSER app\n",
      "RUN useradd app\nUSER app\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n",
      "RUN useradd app\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nRUN chown -R app:app /app\nUSER app\n",
      "RUN apt-get update && useradd app\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nUSER app\n",
    ].map((text) => ({
      title: `a user who would be missing: ${text}`,
      before: app(`FROM node:22\n${text}CMD ["node", "dist/a.js"]\n`),
      because: "app would be made in one of the stages alone",
    })),
    {
      title: "a folder with a blank",
      before: app('FROM node:22\nWORKDIR "/my app"\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]\n'),
      because: "a path of the app is not plain",
    },
    {
      title: "commands of Debian, where the program ships in another distribution",
      before: {
        Dockerfile:
          'FROM golang:1.27\nRUN useradd app\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/bin/app .\nUSER app\nCMD ["/usr/bin/app"]\n',
        "go.mod": "module a\n",
      },
      because: "may not work in alpine",
    },
    {
      title: "packages of Debian, where the program ships in another distribution",
      before: {
        Dockerfile:
          'FROM golang:1.27\nRUN apt-get update && apt-get install -y poppler-utils\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /usr/bin/app .\nCMD ["/usr/bin/app"]\n',
        "go.mod": "module a\n",
      },
      because: "poppler-utils is a package of another distribution",
    },
  ],
});
