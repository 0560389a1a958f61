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
});
