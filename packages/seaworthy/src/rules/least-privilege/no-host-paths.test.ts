import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-host-paths.js";

testRule(rule, {
  source: {
    yes: [
      composed("    volumes: [data:/data, /app/node_modules]\n"),
      composed("    volumes: ['./config:/app/config:ro']\n", { "config/app.js": "module.exports = {}\n" }),
      composed("    volumes: ['/etc/localtime:/etc/localtime:ro', '/srv/acme/data:/data']\n"),
      composed("    volumes: ['./data:/data']\n", { "data/.gitkeep": "" }),
      { files: composed("    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"), title: "the socket is another rule's" },
      podded("          volumeMounts: [{name: d, mountPath: /d}]\n", "      volumes: [{name: d, hostPath: {path: /srv/acme}}]\n"),
      {
        files: {
          "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    volumes: ['./init:/docker-entrypoint-initdb.d:ro']\n",
        },
      },
    ],
    no: [
      composed("    volumes:\n      - «/:/host:ro»\n"),
      { files: composed("    volumes: ['/etc:/host/etc']\n"), because: "writable" },
      composed("    volumes: ['/proc:/host/proc:ro', '/sys:/host/sys:ro']\n"),
      composed("    volumes: ['/var/lib/docker/containers:/containers:ro']\n"),
      { files: composed("    volumes:\n      - «.:/app»\n"), because: "build context" },
      { files: composed("    volumes: ['./src:/app/src']\n", { "src/a.ts": "export {}\n" }), because: "source code" },
      podded(
        "          volumeMounts:\n            - name: root\n              mountPath: /host\n",
        "      volumes:\n        - name: root\n          hostPath: {path: /}\n",
      ),
    ],
    unknown: [UNDEPLOYED],
  },
  fix: [
    {
      title: "in the long form, with the only volume its key",
      before: {
        "compose.yaml":
          "services:\n  a:\n    image: redis:8.2\n    volumes:\n      - type: bind\n        source: /etc\n        target: /host\n    init: true\n",
      },
      after: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    init: true\n" },
      safety: "review",
    },
    {
      title: "source code over the image",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "server.js": "",
        "package.json": "{}",
        "compose.yaml": "services:\n  a:\n    build: .\n    volumes:\n      - .:/app\n      - data:/data\nvolumes: {data: {}}\n",
      },
      after: { "compose.yaml": "services:\n  a:\n    build: .\n    volumes:\n      - data:/data\nvolumes: {data: {}}\n" },
    },
  ],
});
