import { testRule } from "../../testing/test-rule.js";
import rule from "./image-tag.js";

testRule(rule, {
  image: {
    yes: [
      { reference: "acme/api:1.4.2" },
      { reference: `acme/api:latest@sha256:${"0".repeat(64)}` },
      { reference: "registry.example.com:5000/acme/api:20260101" },
    ],
    no: [
      { image: { reference: "acme/api:latest" }, because: "moves with every release", at: ["reference"] },
      { image: { reference: "acme/api" }, because: "no tag" },
      { reference: "registry.example.com:5000/acme/api" },
    ],
    unknown: [{ reference: "acme/api:prod" }],
    "n/a": [
      { reference: "./image.tar" },
      { reference: "build/image.tar.gz" },
      { reference: "0".repeat(64) },
      { form: "rootfs", reference: "rootfs" },
    ],
  },
});
