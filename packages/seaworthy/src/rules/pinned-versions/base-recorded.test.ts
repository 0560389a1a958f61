import { testRule } from "../../testing/test-rule.js";
import rule from "./base-recorded.js";

testRule(rule, {
  image: {
    yes: [
      {
        image: { base: { reference: null, digest: `sha256:${"0".repeat(64)}`, layers: null, by: "provenance" } },
        because: "provenance",
      },
      { base: { reference: "alpine:3.22", digest: `sha256:${"1".repeat(64)}`, layers: 1, by: "label" } },
    ],
    no: [{ image: {}, at: ["Labels"] }],
    unknown: [{ base: { reference: null, digest: null, layers: 2, by: "diff ids" } }],
    "n/a": [{ form: "rootfs" }],
  },
});
