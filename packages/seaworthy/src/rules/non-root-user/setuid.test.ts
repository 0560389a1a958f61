import { testRule } from "../../testing/test-rule.js";
import rule from "./setuid.js";

testRule(rule, {
  image: {
    yes: [
      {},
      {
        files: {
          "/tmp": { type: "directory", mode: 0o1777 },
          "/var/mail": { type: "directory", mode: 0o2775 },
          "/app": { mode: 0o755 },
        },
      },
      { image: { files: { "/opt/helper": { mode: 0o4755 } } }, options: { allow: ["/opt/helper"] } },
    ],
    no: [
      { image: { files: { "/opt/helper": { mode: 0o4755 } } }, at: ["/opt/helper"], because: "runs as uid 0" },
      { image: { files: { "/opt/helper": { mode: 0o2755, gid: 42 } } }, because: "gid 42" },
      {
        title: "sudo is no program of the distribution",
        image: { files: { "/usr/bin/sudo": { mode: 0o4755 } } },
        at: ["/usr/bin/sudo"],
      },
      {
        title: "those of the distribution, in one line",
        image: { files: { "/bin/su": { mode: 0o4755 }, "/usr/bin/passwd": { mode: 0o4755 }, "/usr/bin/wall": { mode: 0o2755 } } },
        at: ["/bin/su"],
        because: "and 2 more, as the distribution ships them",
      },
      {
        image: { files: { "/bin/su": { mode: 0o4755 }, "/srv/bin/su": { mode: 0o4755 } } },
        at: ["/bin/su", "/srv/bin/su"],
        because: "/srv/bin/su",
      },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
