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
});
