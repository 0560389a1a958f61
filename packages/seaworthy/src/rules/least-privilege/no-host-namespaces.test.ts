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
});
