import { packageOf } from "../../models/package/sketch.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-headers-in-image.js";

testRule(rule, {
  image: {
    yes: [{ packages: [packageOf("deb", "libssl3"), packageOf("deb", "udev")] }, { packages: [packageOf("npm", "libssl-dev")] }],
    no: [
      { image: { packages: [packageOf("deb", "libssl-dev")] }, at: ["/var/lib/dpkg/status"] },
      { packages: [packageOf("apk", "openssl-dev")] },
      { packages: [packageOf("rpm", "openssl-devel")] },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{}, { platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
