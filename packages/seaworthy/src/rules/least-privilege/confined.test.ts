import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./confined.js";

testRule(rule, {
  source: {
    yes: [
      composed("    restart: always\n"),
      composed("    security_opt: ['seccomp:./profile.json', 'apparmor:docker-default']\n"),
      composed("    security_opt: ['no-new-privileges:true']\n"),
      podded("          securityContext:\n            seccompProfile: {type: RuntimeDefault}\n"),
    ],
    no: [
      composed("    security_opt:\n      - «seccomp:unconfined»\n      - «apparmor=unconfined»\n"),
      composed("    security_opt: [«label:disable»]\n"),
      composed("    security_opt: [«systempaths=unconfined»]\n"),
      podded("          securityContext:\n            seccompProfile:\n              type: «Unconfined»\n"),
    ],
    unknown: [UNDEPLOYED, composed("    security_opt: ['${SECCOMP}']\n")],
  },
  fix: [
    {
      before: {
        "compose.yaml":
          "services:\n  a:\n    image: redis:8.2\n    security_opt:\n      - seccomp:unconfined\n      # gdb\n      - apparmor:unconfined\n      - no-new-privileges:true\n",
      },
      after: {
        "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    security_opt:\n      # gdb\n      - no-new-privileges:true\n",
      },
      safety: "review",
    },
    {
      title: "the only option goes with its key",
      before: { "compose.yaml": "services:\n  a:\n    security_opt: ['label=disable']\n    image: redis:8.2\n" },
      after: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n" },
    },
  ],
});
