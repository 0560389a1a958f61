import { testRule } from "../../testing/test-rule.js";
import rule from "./deployed-user.js";

const IMAGE = { Dockerfile: 'FROM node:22-slim\nUSER 1000\nCMD ["node", "s.js"]\n' };
const ROOT_IMAGE = { Dockerfile: 'FROM node:22-slim\nCMD ["node", "s.js"]\n' };
const compose = (more: string) => ({
  ...IMAGE,
  "compose.yaml": `services:\n  api:\n    build: .\n    image: acme/api:1\n${more}`,
});
const pod = (security: string, image = IMAGE) => ({
  ...image,
  "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1\n",
  "deploy.yaml": `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: acme/api:1\n${security}`,
});

testRule(rule, {
  source: {
    yes: [
      compose('    user: "1000"\n'),
      compose("    user: node:node\n"),
      pod("          securityContext:\n            runAsUser: 1000\n"),
      pod("          securityContext:\n            runAsNonRoot: true\n"),
      { files: { "compose.yaml": "services:\n  web:\n    image: nginxinc/nginx-unprivileged:1.27-alpine\n" } },
    ],
    no: [
      compose("    user: «root»\n"),
      compose('    user: «"0"»\n'),
      compose('    user: «"0:0"»\n'),
      pod("          securityContext:\n            runAsUser: «0»\n"),
      pod("          securityContext:\n            runAsNonRoot: «true»\n", ROOT_IMAGE),
      { files: { "compose.yaml": "services:\n  «mail»:\n    image: busybox:1.37\n" }, because: "sets no user" },
    ],
    unknown: [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "drops" },
      { files: { "compose.yaml": "services:\n  x:\n    image: registry.example.com/a/b:1\n" }, because: "not known" },
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    user: root\n" }, because: "drops the rights" },
    ],
    "n/a": [IMAGE, compose("    restart: always\n")],
  },
  fix: [
    {
      title: "the override goes where the image has a user",
      before: {
        Dockerfile: "FROM node:22-slim\nUSER node\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    user: root\n    init: true\n",
      },
      after: { "compose.yaml": "services:\n  api:\n    build: .\n    init: true\n" },
      safety: "review",
    },
    {
      title: "a foreign image that has a user",
      before: { "compose.yaml": "services:\n  web:\n    image: node:22-slim\n    command: node /srv/a.js\n" },
      after: {
        "compose.yaml": 'services:\n  web:\n    image: node:22-slim\n    command: node /srv/a.js\n    user: "1000:1000"\n',
      },
    },
  ],
});
