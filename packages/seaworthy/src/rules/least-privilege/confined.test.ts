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
});
