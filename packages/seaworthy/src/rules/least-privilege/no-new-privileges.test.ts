import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-new-privileges.js";

testRule(rule, {
  source: {
    yes: [
      composed("    security_opt:\n      - no-new-privileges:true\n"),
      composed("    security_opt: [no-new-privileges]\n"),
      composed("    security_opt: ['no-new-privileges=true', 'label=disable']\n"),
      podded("          securityContext:\n            allowPrivilegeEscalation: false\n"),
    ],
    no: [
      composed("    security_opt: [«no-new-privileges:false»]\n"),
      composed("    security_opt: [apparmor:docker-default]\n"),
      podded("          securityContext:\n            allowPrivilegeEscalation: «true»\n"),
      { files: podded("          securityContext:\n            runAsNonRoot: true\n"), because: "allowPrivilegeEscalation" },
    ],
    unknown: [UNDEPLOYED, composed("    restart: always\n", CHART), composed("    security_opt: ['${OPT}']\n")],
  },
  fix: [
    {
      before: {
        "compose.yaml": 'services:\n  db:\n    image: "postgres:17.2"\n    security_opt:\n      - apparmor:mine # ours\n',
      },
      after: {
        "compose.yaml":
          'services:\n  db:\n    image: "postgres:17.2"\n    security_opt:\n      - apparmor:mine # ours\n      - no-new-privileges:true\n',
      },
      safety: "review",
    },
    {
      title: "said otherwise, in quotes; in the file of production",
      before: {
        "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n",
        "compose.prod.yaml": "services:\n  db:\n    security_opt: ['no-new-privileges:false']\n",
      },
      after: { "compose.prod.yaml": "services:\n  db:\n    security_opt: ['no-new-privileges:true']\n" },
    },
    {
      title: "a container of a manifest",
      before: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n    - image: redis:8.4\n      name: b\n      securityContext:\n        allowPrivilegeEscalation: true\n",
      },
      after: {
        "k8s.yaml":
          "kind: Pod\napiVersion: v1\nmetadata: {name: a}\nspec:\n  containers:\n    - image: redis:8.2\n      name: a\n      securityContext:\n        allowPrivilegeEscalation: false\n    - image: redis:8.4\n      name: b\n      securityContext:\n        allowPrivilegeEscalation: false\n",
      },
    },
  ],
});
