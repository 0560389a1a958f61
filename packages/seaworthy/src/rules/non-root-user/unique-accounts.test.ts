import { testRule } from "../../testing/test-rule.js";
import rule from "./unique-accounts.js";

testRule(rule, {
  image: {
    yes: [
      {
        files: {
          "/etc/passwd": "root:x:0:0::/root:/bin/sh\n\n\n# a comment\napp:x:1:1::/:/bin/sh\n",
          "/etc/group": "root:x:0:\n\napp:x:1:\n",
        },
      },
      { files: { "/etc/group": "root:x:0:\nwheel:x:10:root\n" } },
      {
        title: "a user and a group may share one",
        image: { files: { "/etc/passwd": "a:x:5:5::/:\n", "/etc/group": "a:x:5:\n" } },
      },
    ],
    no: [
      { image: { files: { "/etc/passwd": "root:x:0:0::/:\ntoor:x:0:0::/:\n" } }, at: ["/etc/passwd"], because: "both uid 0" },
      { image: { files: { "/etc/group": "a:x:7:\nb:x:07:\n" } }, at: ["/etc/group"] },
      { image: { files: { "/etc/passwd": "a:x:5:5::/:\na:x:6:6::/:\n" } }, because: "stands twice" },
    ],
    unknown: [{ files: { "/etc/passwd": { size: 9_000_000 } } }],
    "n/a": [{}, { platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
