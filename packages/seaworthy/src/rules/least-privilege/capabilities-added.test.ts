import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./capabilities-added.js";

testRule(rule, {
  source: {
    yes: [
      composed("    restart: always\n"),
      composed("    cap_drop: [ALL]\n    cap_add: [CHOWN, SETUID, SETGID]\n"),
      composed("    cap_add: [NET_RAW]\n"),
      podded("          securityContext:\n            capabilities:\n              add: [NET_BIND_SERVICE]\n"),
      { files: composed("    cap_add: [NET_ADMIN]\n"), options: { allowed: ["CAP_NET_ADMIN"] } },
      {
        files: { "compose.yaml": "services:\n  vault:\n    image: hashicorp/vault:1.18.1\n    cap_add: [IPC_LOCK]\n" },
        because: "Vault needs",
      },
    ],
    no: [
      composed("    cap_add: [«SYS_ADMIN», CHOWN, «NET_ADMIN»]\n"),
      composed("    cap_add: [«cap_sys_ptrace»]\n"),
      composed("    cap_add:\n      - «ALL»\n"),
      composed("    cap_add: [«SYS_NICE»]\n"),
      podded("          securityContext:\n            capabilities:\n              add: [«SYS_TIME»]\n"),
      {
        files: {
          "compose.yaml": "services:\n  vault:\n    image: hashicorp/vault:1.18.1\n    cap_add: [IPC_LOCK, «SYS_ADMIN»]\n",
        },
      },
    ],
    unknown: [UNDEPLOYED, composed("    cap_add: ['${CAP}']\n")],
  },
  fix: [
    {
      title: "two neighbours, beside one that stays",
      before: {
        "compose.yaml":
          "services:\n  a:\n    image: redis:8.2\n    cap_add:\n      - SYS_ADMIN\n      - NET_ADMIN\n      - CHOWN\n    init: true\n",
      },
      after: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    cap_add:\n      - CHOWN\n    init: true\n" },
      safety: "review",
    },
    {
      title: "of a pod",
      before: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n      securityContext:\n        capabilities:\n          add: [SYS_ADMIN]\n          drop: [ALL]\n",
      },
      after: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n      securityContext:\n        capabilities:\n          drop: [ALL]\n",
      },
    },
  ],
});
