import { testRule } from "../../testing/test-rule.js";
import rule from "./no-package-managers.js";

testRule(rule, {
  image: {
    yes: [
      { files: { "/usr/bin/python3": { mode: 0o755 } } },
      {
        title: "not where programs lie",
        image: { files: { "/usr/share/bash-completion/completions/pip": "", "/app/src/npm": "", "/etc/npm": "" } },
      },
      {
        title: "the link is left, the program is gone",
        image: { files: { "/usr/local/bin/npm": { type: "symlink", target: "../lib/node_modules/npm/bin/npm-cli.js" } } },
      },
    ],
    no: [
      { image: { files: { "/usr/local/bin/pip3": { mode: 0o755 } } }, at: ["/usr/local/bin/pip3"] },
      {
        files: {
          "/usr/local/bin/npm": { type: "symlink", target: "../lib/node_modules/npm/bin/npm-cli.js" },
          "/usr/local/lib/node_modules/npm/bin/npm-cli.js": "",
        },
      },
      { files: { "/opt/venv/bin/pip": { mode: 0o755 } } },
    ],
    unknown: [{ unread: [{ layer: 0, path: "/usr", because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
