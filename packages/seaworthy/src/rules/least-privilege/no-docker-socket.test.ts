import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-docker-socket.js";

testRule(rule, {
  source: {
    yes: [
      composed("    volumes: ['data:/data']\n", {}),
      composed("    restart: always\n"),
      composed("    volumes: ['/var/run/postgresql:/var/run/postgresql']\n"),
      composed("    environment: {DOCKER_HOST: 'tcp://proxy:2375'}\n"),
      podded("          volumeMounts: [{name: d, mountPath: /d}]\n", "      volumes: [{name: d, emptyDir: {}}]\n"),
    ],
    no: [
      composed("    volumes:\n      - «/var/run/docker.sock:/var/run/docker.sock»\n"),
      {
        files: composed("    volumes: ['«/run/docker.sock:/d.sock:ro»']\n".replaceAll("«", "").replaceAll("»", "")),
        because: "read-only does not help",
      },
      composed("    volumes:\n      - type: bind\n        source: //var/run/docker.sock\n        target: /var/run/docker.sock\n"),
      composed("    volumes: ['${DOCKER_SOCK:-/var/run/docker.sock}:/var/run/docker.sock']\n"),
      composed("    volumes: ['/var/run:/var/run:ro']\n"),
      podded(
        "          volumeMounts:\n            - name: sock\n              mountPath: /sock\n",
        "      volumes:\n        - name: sock\n          hostPath:\n            path: /run/containerd/containerd.sock\n",
      ),
      {
        files: {
          "compose.yaml":
            "services:\n  traefik:\n    image: traefik:v3.2.1\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock:ro']\n",
        },
      },
    ],
    unknown: [UNDEPLOYED],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
        "compose.yaml":
          "services:\n  a:\n    build: .\n    volumes:\n      - data:/data\n      - /var/run/docker.sock:/var/run/docker.sock\nvolumes:\n  data:\n",
      },
      after: { "compose.yaml": "services:\n  a:\n    build: .\n    volumes:\n      - data:/data\nvolumes:\n  data:\n" },
      safety: "review",
    },
    {
      title: "one that works through it",
      before: {
        "compose.yaml": "services:\n  a:\n    image: traefik:3.6\n    volumes: [/var/run/docker.sock:/var/run/docker.sock]\n",
      },
      because: "put a proxy in front of the socket",
    },
    {
      title: "code that works through it",
      before: {
        Dockerfile: 'FROM node:22-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"dockerode":"4.0.0"}}',
        "server.js": "",
        "compose.yaml": "services:\n  a:\n    build: .\n    volumes: [/var/run/docker.sock:/var/run/docker.sock]\n",
      },
      because: "the app speaks to the engine (dockerode)",
    },
  ],
});
