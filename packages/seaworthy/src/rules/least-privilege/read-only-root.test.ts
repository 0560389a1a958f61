import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./read-only-root.js";

const HARDENED = { user: null, capAdd: [], tmpfs: [], init: false, stopGraceSeconds: 10, compose: "", command: "" };

testRule(rule, {
  source: {
    yes: [
      composed("    read_only: true\n"),
      composed('    read_only: "true"\n'),
      composed("    read_only: ${RO:-true}\n"),
      composed("    <<: *hard\n", {
        "compose.yaml": "x-h: &hard {read_only: true}\nservices:\n  api:\n    <<: *hard\n    build: .\n",
      }),
      podded("          securityContext:\n            readOnlyRootFilesystem: true\n"),
      { files: { "compose.yaml": "services:\n  cache:\n    image: redis:8.2.2\n    read_only: true\n" } },
    ],
    no: [
      composed("    tmpfs: [/tmp]\n"),
      composed("    read_only: «false»\n"),
      podded("          securityContext:\n            readOnlyRootFilesystem: «false»\n"),
      { files: podded("          ports: [{containerPort: 80}]\n"), because: "readOnlyRootFilesystem" },
      {
        files: {
          Dockerfile: "FROM node:22-slim\n",
          "compose.yaml": "services:\n  a:\n    build: .\n    read_only: true\n  «b»:\n    build: .\n",
        },
        because: "b can write",
      },
      { files: { "compose.yaml": "services:\n  «cache»:\n    image: redis:8.2.2\n" } },
    ],
    unknown: [
      { files: UNDEPLOYED, because: "no deployment" },
      { files: composed("    restart: always\n", CHART), because: "Helm" },
      { files: { ...UNDEPLOYED, ...CHART }, because: "Chart.yaml" },
      composed("    read_only: ${READ_ONLY}\n"),
    ],
  },
  fix: [
    {
      title: "room for /tmp and for what the image's own program writes",
      before: { "compose.yaml": "services:\n  web:\n    image: nginx:1.29.3\n    ports: ['80:80']\n" },
      after: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.29.3\n    ports: ['80:80']\n    read_only: true\n    tmpfs: [/tmp, /var/cache/nginx, /run]\n",
      },
      safety: "review",
    },
    {
      title: "a tmpfs that is one word becomes a list; a volume is room",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nVOLUME /data\nCMD ["node", "server.js"]\n',
        "server.js": 'require("fs").writeFileSync("/data/a.txt", ""); require("fs").writeFileSync("/app/logs/a.log", "");\n',
        "package.json": "{}",
        "compose.yaml": "services:\n  api:\n    build: .\n    tmpfs: /run # pid\n    read_only: false\n",
      },
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    tmpfs:\n      - /run\n      - /tmp\n      - /app/logs # pid\n    read_only: true\n",
      },
    },
    {
      title: "what is written beside the program",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "server.js": 'require("fs").writeFileSync("/app/state.json", "");\n',
        "package.json": "{}",
        "compose.yaml": "services:\n  api:\n    build: .\n",
      },
      because: "the code writes to /app, where the program lies",
    },
    {
      title: "a variable that owns the value",
      before: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    read_only: ${READ_ONLY:-false}\n" },
      because: "the variable READ_ONLY owns the value",
    },
    {
      title: "a container of a manifest, with volumes of its pod",
      before: {
        "k8s.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      volumes:\n        - name: conf\n          configMap: {name: conf}\n      containers:\n        - name: web\n          image: nginxinc/nginx-unprivileged:1.29.3\n",
      },
      after: {
        "k8s.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      volumes:\n        - name: conf\n          configMap: {name: conf}\n        - name: tmp\n          emptyDir: {}\n      containers:\n        - name: web\n          image: nginxinc/nginx-unprivileged:1.29.3\n          securityContext:\n            readOnlyRootFilesystem: true\n          volumeMounts:\n            - name: tmp\n              mountPath: /tmp\n",
      },
    },
    {
      title: "what a trial showed to be enough, with the owner that it needs; a volume is room",
      before: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    volumes: ['data:/data']\nvolumes: {data: {}}\n",
      },
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    volumes: ['data:/data']\n    read_only: true\n    tmpfs: [\"/app/.cache:uid=1000,gid=1000\"]\nvolumes: {data: {}}\n",
      },
      trial: {
        conditions: { service: null },
        hardened: {
          ...HARDENED,
          tmpfs: [
            { path: "/app/.cache", options: "uid=1000,gid=1000" },
            { path: "/data", options: "" },
          ],
        },
      },
      safety: "review",
    },
    {
      title: "a trial showed that nothing is written",
      before: composed("    ports: ['127.0.0.1:80:80']\n"),
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    image: acme/api:1.2.3\n    ports: ['127.0.0.1:80:80']\n    read_only: true\n",
      },
      trial: { conditions: { deployed: true, service: "api" }, hardened: HARDENED },
    },
    {
      title: "a trial as another user proves nothing: /tmp, as is known of all",
      before: composed("    user: '1234'\n"),
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    image: acme/api:1.2.3\n    user: '1234'\n    read_only: true\n    tmpfs:\n      - /tmp\n",
      },
      trial: { conditions: { service: null }, hardened: HARDENED },
    },
    {
      title: "a trial showed that it cannot be",
      before: composed("    ports: ['127.0.0.1:80:80']\n"),
      because: "a trial showed that it changes /app/config.json, a file of its own image",
      trial: {
        drills: {
          "read-only": {
            attempts: [{ tmpfs: [], served: false, because: "EROFS" }],
            tmpfs: null,
            rewrites: ["/app/config.json"],
          },
        },
      },
    },
  ],
});
