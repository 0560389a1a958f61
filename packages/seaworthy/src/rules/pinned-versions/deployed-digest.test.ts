import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./deployed-digest.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const foreign = (image: string) => ({ "compose.yaml": `services:\n  db:\n    image: ${image}\n` });

testRule(rule, {
  source: {
    yes: [
      foreign(`redis@${DIGEST}`),
      foreign(`redis:8.2.2@${DIGEST}`),
      foreign(`quay.io/acme/db@${DIGEST}`),
      foreign(`"\${REDIS:-redis:8.2.2}@${DIGEST}"`),
    ],
    no: [foreign("«redis»"), foreign("«redis:8.2.2»"), podded(""), foreign("redis:${V:-8.2.2}")],
    unknown: [foreign("redis:${V}")],
    "n/a": [UNDEPLOYED, composed("")],
  },
  fix: [
    {
      before: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" },
      after: { "compose.yaml": `services:\n  db:\n    image: postgres:17.2@sha256:${"0a".repeat(32)}\n` },
      digests: { "postgres:17.2": `sha256:${"0a".repeat(32)}` },
      safety: "safe",
    },
    {
      title: "not without asking",
      before: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" },
      because: "--online",
    },
  ],
});
