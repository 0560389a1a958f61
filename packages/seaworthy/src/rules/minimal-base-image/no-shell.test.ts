import { testRule } from "../../testing/test-rule.js";
import rule from "./no-shell.js";

testRule(rule, {
  image: {
    yes: [{}, { files: { "/bin/sh": { type: "symlink", target: "gone" }, "/app/bin/sh": { mode: 0o755 } } }],
    no: [
      {
        image: { files: { "/bin/busybox": { mode: 0o755 }, "/bin/sh": { type: "symlink", target: "busybox" } } },
        at: ["/bin/sh"],
      },
      { image: { files: { "/usr/bin/dpkg": { mode: 0o755 } } }, because: "dpkg is in the image" },
      {
        title: "usrmerge",
        image: { files: { "/bin": { type: "symlink", target: "usr/bin" }, "/usr/bin/bash": { mode: 0o755 } } },
        because: "bash",
      },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
