import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./capabilities-dropped.js";

const HARDENED = { user: null, capAdd: [], tmpfs: [], init: false, stopGraceSeconds: 10, compose: "", command: "" };

testRule(rule, {
  source: {
    yes: [
      composed("    cap_drop:\n      - ALL\n"),
      composed("    cap_drop: [all]\n    cap_add: [CHOWN]\n"),
      composed("    cap_drop: [NET_RAW, ALL]\n"),
      podded('          securityContext:\n            capabilities:\n              drop: ["ALL"]\n'),
      podded("          securityContext:\n            capabilities:\n              drop: [all]\n"),
    ],
    no: [
      composed("    cap_drop: [«NET_RAW», MKNOD]\n"),
      composed("    cap_add: [CHOWN]\n"),
      composed("    cap_drop: []\n"),
      {
        files: podded("          securityContext:\n            capabilities:\n              drop: [«NET_RAW»]\n"),
        because: "NET_RAW alone",
      },
      { files: { "compose.yaml": "services:\n  «db»:\n    image: postgres:17.2\n" } },
    ],
    unknown: [UNDEPLOYED, composed("    restart: always\n", CHART), composed("    cap_drop: ['${DROP}']\n")],
  },
  fix: [
    {
      title: "an app that is no root needs none",
      before: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml":
          "services:\n  api:\n    build: .\n    # the proxy asks this port\n    ports:\n      - 3000:3000 # http\n      # - 9229:9229\n\nvolumes: {}\n",
      },
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    # the proxy asks this port\n    ports:\n      - 3000:3000 # http\n      # - 9229:9229\n    cap_drop:\n      - ALL\n\nvolumes: {}\n",
      },
      safety: "review",
    },
    {
      title: "an entry point that becomes another user, CRLF, lists as the file has them",
      before: {
        "compose.yaml":
          "services:\r\n    db:\r\n        image: postgres:17.2\r\n        volumes:\r\n        - db:/var/lib/postgresql/data\r\nvolumes:\r\n    db:",
      },
      after: {
        "compose.yaml":
          "services:\r\n    db:\r\n        image: postgres:17.2\r\n        volumes:\r\n        - db:/var/lib/postgresql/data\r\n        cap_drop:\r\n        - ALL\r\n        cap_add:\r\n        - CHOWN\r\n        - DAC_OVERRIDE\r\n        - FOWNER\r\n        - SETGID\r\n        - SETUID\r\nvolumes:\r\n    db:",
      },
    },
    {
      title: "in brackets, one dropped before, what is added stays",
      before: {
        Dockerfile: "FROM nginx:1.29-alpine\nUSER nginx\n",
        "compose.yaml": "services: {web: {build: ., cap_drop: [NET_RAW], cap_add: [NET_BIND_SERVICE]}}\n",
      },
      after: { "compose.yaml": "services: {web: {build: ., cap_drop: [ALL], cap_add: [NET_BIND_SERVICE]}}\n" },
    },
    {
      title: "a container of a manifest",
      before: {
        "k8s.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cache\nspec:\n  template:\n    spec:\n      containers:\n      - name: cache\n        image: redis:8.2\n        securityContext:\n          allowPrivilegeEscalation: false\n",
      },
      after: {
        "k8s.yaml":
          "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: cache\nspec:\n  template:\n    spec:\n      containers:\n      - name: cache\n        image: redis:8.2\n        securityContext:\n          allowPrivilegeEscalation: false\n          capabilities:\n            drop:\n            - ALL\n            add:\n            - CHOWN\n            - DAC_OVERRIDE\n            - SETGID\n            - SETUID\n",
      },
    },
    {
      title: "what an anchor owns",
      before: {
        Dockerfile: "FROM node:22-slim\nUSER node\n",
        "compose.yaml":
          "x-base: &base\n  build: .\n  cap_drop: [NET_RAW]\nservices:\n  api:\n    <<: *base\n    ports: ['80:80']\n",
      },
      because: "an anchor",
    },
    {
      title: "an alias is the whole service",
      before: {
        Dockerfile: "FROM node:22-slim\nUSER node\n",
        "compose.yaml": "x-base: &base\n  build: .\nservices:\n  api: *base\n",
      },
      because: "the alias *base",
    },
    {
      title: "what a trial needed comes back, and no more than that",
      before: {
        Dockerfile: 'FROM node:22-slim\nENTRYPOINT ["./start.sh"]\n',
        "start.sh": "#!/bin/sh\nchown -R node /data\nexec gosu node node server.js\n",
        "compose.yaml": "services:\n  api:\n    build: .\n",
      },
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    cap_drop:\n      - ALL\n    cap_add:\n      - SETGID\n      - SETUID\n",
      },
      trial: { conditions: { deployed: true, service: "api" }, hardened: { ...HARDENED, capAdd: ["SETGID", "SETUID"] } },
    },
    {
      title: "a trial that serves with a writable root alone tells the capabilities, too",
      before: { Dockerfile: "FROM node:22-slim\n", "compose.yaml": "services:\n  api:\n    build: .\n" },
      after: {
        "compose.yaml": "services:\n  api:\n    build: .\n    cap_drop:\n      - ALL\n    cap_add:\n      - CHOWN\n",
      },
      trial: { drills: { capabilities: { needed: ["CHOWN"] } } },
    },
    {
      title: "a trial of another command tells nothing of this one",
      before: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  worker:\n    build: .\n    command: node worker.js\n",
      },
      after: {
        "compose.yaml": "services:\n  worker:\n    build: .\n    command: node worker.js\n    cap_drop:\n      - ALL\n",
      },
      trial: { hardened: { ...HARDENED, capAdd: ["CHOWN"] } },
    },
  ],
});
