import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./capabilities-dropped.js";

testRule(rule, {
  source: {
    yes: [
      composed("    cap_drop:\n      - ALL\n"),
      composed("    cap_drop: [all]\n    cap_add: [CHOWN]\n"),
      composed("    cap_drop: [NET_RAW, ALL]\n"),
      podded('          securityContext:\n            capabilities:\n              drop: ["ALL"]\n'),
      podded("          securityContext:\n            capabilities:\n              drop: [all]\n"),
    ],
    no: [
      composed("    cap_drop: [«NET_RAW», MKNOD]\n"),
      composed("    cap_add: [CHOWN]\n"),
      composed("    cap_drop: []\n"),
      {
        files: podded("          securityContext:\n            capabilities:\n              drop: [«NET_RAW»]\n"),
        because: "NET_RAW alone",
      },
      { files: { "compose.yaml": "services:\n  «db»:\n    image: postgres:17.2\n" } },
    ],
    unknown: [UNDEPLOYED, composed("    restart: always\n", CHART), composed("    cap_drop: ['${DROP}']\n")],
  },
});
