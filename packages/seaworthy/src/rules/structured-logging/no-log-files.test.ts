import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-log-files.js";

testRule(rule, {
  image: {
    yes: [
      {},
      {
        title: "what installs leave",
        image: {
          files: {
            "/var/log/dpkg.log": "x",
            "/var/log/apt/history.log": "x",
            "/var/log/lastlog": "x",
            "/var/log/alternatives.log": "x",
          },
        },
      },
      {
        title: "empty, or a link",
        image: { files: { "/var/log/app.log": "", "/app/logs/app.log": { type: "symlink", target: "/dev/stdout" } } },
      },
      { title: "of packages", image: { files: { "/app/node_modules/a/logs/x.log": "x", "/app/node_modules/a/error.log": "x" } } },
      { title: "no log, though so called", image: { files: { "/app/src/logs/index.js": "x", "/app/log/readme.md": "x" } } },
      {
        title: "of the base",
        image: { files: { "/var/log/x.log": { text: "x", layer: 0 } }, layers: layersOf("base", "COPY . .") },
      },
    ],
    no: [
      { image: { files: { "/app/logs/a/app.log": "x" } }, at: ["/app/logs/a/app.log"] },
      {
        image: { files: { "/var/log/app/access.log": "x", "/app/npm-debug.log": "x" } },
        at: ["/app/npm-debug.log", "/var/log/app/access.log"],
      },
      { files: { "/logs/out.log.1": "x" } },
      {
        image: { files: { "/app/log/development.log": { text: "x", layer: 0 } }, layers: layersOf("COPY . /app # buildkit") },
        because: "brought by COPY . /app",
      },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
