import { CHART, composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./resource-limits.js";

testRule(rule, {
  source: {
    yes: [
      composed("    mem_limit: 256m\n    cpus: 0.5\n"),
      composed("    deploy: {resources: {limits: {cpus: '0.5', memory: 256M}}}\n"),
      podded("          resources: {limits: {memory: 256Mi, cpu: 500m}}\n"),
      podded("          resources: {limits: {memory: 256Mi}, requests: {cpu: 100m}}\n"),
    ],
    no: [
      composed("    restart: always\n"),
      { files: composed("    mem_limit: 256m\n"), because: "no limit of processor time" },
      { files: composed("    cpus: 1\n"), because: "no limit of memory" },
      podded("          resources: {requests: {memory: 1Gi}}\n"),
    ],
    unknown: [composed("    restart: always\n", CHART), composed("    mem_limit: ${MEM}\n    cpus: 1\n")],
    "n/a": [UNDEPLOYED],
  },
});
