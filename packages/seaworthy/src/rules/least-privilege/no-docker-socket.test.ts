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
});
