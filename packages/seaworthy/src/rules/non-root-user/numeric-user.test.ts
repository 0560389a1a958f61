import { testRule } from "../../testing/test-rule.js";
import rule from "./numeric-user.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nUSER 1000\n",
      "FROM alpine:3.22\nUSER 1000:app\n",
      "FROM alpine:3.22\nARG UID=10001\nUSER $UID\n",
      "FROM alpine:3.22 AS a\nUSER 65532\nFROM a\n",
    ],
    no: [
      "FROM alpine:3.22\n«USER app»\n",
      "FROM alpine:3.22\n«USER app:1000»\n",
      "FROM alpine:3.22\nENV U=node\n«USER $U»\n",
      "FROM alpine:3.22 AS a\n«USER web»\nFROM a\nRUN true\n",
      {
        files: {
          Dockerfile: "FROM alpine:3.22\n«USER app»\n",
          "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1\n",
          "k8s.yaml":
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: api\n      image: acme/api:1\n",
        },
        because: "will not start",
      },
    ],
    unknown: ["FROM alpine:3.22\nUSER $WHO\n"],
    "n/a": [
      "FROM alpine:3.22\n",
      "FROM alpine:3.22\nUSER root\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nUSER ContainerUser\n",
    ],
  },
  image: {
    yes: [{ config: { user: "1000" } }, { config: { user: "1000:app" } }],
    no: [
      { image: { config: { user: "app" } }, at: ["User"] },
      { config: { user: "app:1000" } },
      {
        image: { config: { user: "app" } },
        ship: {
          Dockerfile: "FROM alpine:3.22\nUSER app\n",
          "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1\n",
          "k8s.yaml":
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: api\n      image: acme/api:1\n",
        },
        because: "will not start",
      },
    ],
    "n/a": [{ config: { user: "" } }, { config: { user: "root" } }, { config: { user: "0:0" } }, { form: "rootfs" }],
  },
  fix: [
    { before: "FROM node:22-slim\nUSER node\n", after: "FROM node:22-slim\nUSER 1000\n", safety: "safe" },
    {
      before: "FROM alpine:3.22\nRUN addgroup -g 500 web && adduser -D -u 501 -G web app\nUSER app:web\n",
      after: "FROM alpine:3.22\nRUN addgroup -g 500 web && adduser -D -u 501 -G web app\nUSER 501:500\n",
    },
    {
      before:
        'FROM node:22-slim\nARG APP_UID=1000\nRUN groupmod -g "${APP_UID}" node && usermod -u "${APP_UID}" node\nUSER node\n',
      because: "a RUN gives users other numbers",
    },
    { before: "FROM alpine:3.22\nRUN adduser -D app\nUSER app\n", because: "without a number of its own" },
  ],
});
