import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./few-packages.js";

const many = (count: number) => Array.from({ length: count }, (_, index) => packageOf("deb", `lib${index}`));

testRule(rule, {
  image: {
    yes: [{ packages: many(200) }],
    no: [
      { image: { packages: many(201) }, because: "201 packages", at: ["/var/lib/dpkg/status"] },
      { image: { packages: many(3) }, options: { maxPackages: 2 } },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{}, { packages: [packageOf("npm", "express")] }],
  },
});
