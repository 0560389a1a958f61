import { composed, podded } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./capabilities-needed.js";

const BIND = "    cap_add: [NET_BIND_SERVICE]\n";
const PLAIN = { Dockerfile: 'FROM debian:12-slim\nCMD ["/app"]\n', "server.js": "" };

testRule(rule, {
  source: {
    yes: [
      composed(`${BIND}    ports: ['80:80']\n`),
      composed(`${BIND}    ports: ['8443:443']\n`),
      podded("          ports: [{containerPort: 443}]\n          securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n"),
      { "compose.yaml": `services:\n  s:\n    image: nginx:1.29.1\n${BIND}    ports: ['80:80']\n` },
    ],
    no: [
      composed(`${BIND}    ports: ['80:3000']\n`),
      composed("    cap_add: [CAP_NET_BIND_SERVICE]\n    ports: ['8080:8080']\n"),
      podded("          ports: [{containerPort: 8080}]\n          securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n"),
      composed(`${BIND}    ports: ['3000']\n`),
    ],
    unknown: [composed(BIND, PLAIN)],
    "n/a": [composed("    cap_add: [CHOWN]\n"), PLAIN],
  },
});
