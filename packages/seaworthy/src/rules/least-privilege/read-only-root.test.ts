import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./read-only-root.js";

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
});
