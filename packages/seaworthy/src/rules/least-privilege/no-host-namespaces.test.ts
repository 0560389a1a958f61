import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-host-namespaces.js";

testRule(rule, {
  source: {
    yes: [
      composed("    network_mode: bridge\n"),
      composed("    network_mode: 'service:vpn'\n    pid: 'service:vpn'\n", {}),
      composed("    ipc: shareable\n"),
      podded("          ports: [{containerPort: 80}]\n", "      hostNetwork: false\n"),
    ],
    no: [
      composed("    network_mode: «host»\n"),
      composed('    pid: «"host"»\n    ipc: «host»\n'),
      composed("    userns_mode: «host»\n    cgroup: «host»\n"),
      { files: composed("    uts: «host»\n"), because: "name" },
      podded("", "      hostNetwork: «true»\n      hostPID: «true»\n"),
    ],
    unknown: [UNDEPLOYED, composed("    network_mode: ${MODE}\n")],
  },
  fix: [
    {
      title: "the ports of the app are published instead",
      before: {
        Dockerfile: 'FROM node:22-slim\nEXPOSE 8000\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  a:\n    build: .\n    network_mode: host\n    pid: host\n    init: true\n",
      },
      after: { "compose.yaml": 'services:\n  a:\n    build: .\n    init: true\n    ports:\n      - "8000:8000"\n' },
      safety: "review",
    },
    {
      title: "of a pod",
      before: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  hostPID: true\n  hostIPC: true\n  containers:\n    - image: redis:8.2\n      name: a\n",
      },
      after: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n",
      },
    },
    {
      title: "one that looks at the host",
      before: { "compose.yaml": "services:\n  a:\n    image: prom/node-exporter:v1.9.1\n    pid: host\n" },
      because: "to see or serve the host itself",
    },
  ],
});
