import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./not-privileged.js";

testRule(rule, {
  source: {
    yes: [
      composed("    privileged: false\n"),
      composed("    restart: always\n"),
      podded("          securityContext:\n            privileged: false\n"),
      podded("          ports: [{containerPort: 80}]\n"),
    ],
    no: [
      composed("    privileged: «true»\n"),
      composed('    privileged: «"true"»\n'),
      podded("          securityContext:\n            privileged: «true»\n"),
      {
        files: { "compose.yaml": "services:\n  dind:\n    image: docker:28.5.1-dind\n    privileged: «true»\n" },
        because: "dind runs",
      },
    ],
    unknown: [UNDEPLOYED, composed("    privileged: ${PRIVILEGED}\n")],
  },
  fix: [
    {
      title: "the comment stays",
      before: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    privileged: true # for the printer\n    ports: []\n",
      },
      after: { "compose.yaml": "services:\n  api:\n    build: .\n    # for the printer\n    ports: []\n" },
      safety: "review",
    },
    {
      title: "in brackets, and at the end of a file without a line end",
      before: {
        "compose.yaml":
          "services:\n  a: {image: redis:8.2, privileged: true, init: true}\n  b:\n    image: redis:8.4\n    privileged: true",
      },
      after: { "compose.yaml": "services:\n  a: {image: redis:8.2, init: true}\n  b:\n    image: redis:8.4" },
    },
    {
      title: "a container of a manifest",
      before: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n      securityContext: {privileged: true}\n",
      },
      after: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n      securityContext: {privileged: false}\n",
      },
    },
    {
      title: "what an anchor owns",
      before: { "compose.yaml": "x-a: &a\n  privileged: true\nservices:\n  a:\n    <<: *a\n    image: redis:8.2\n" },
      because: "an anchor",
    },
  ],
});
