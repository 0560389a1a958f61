import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./nothing-secret-in-image.js";

testRule(rule, {
  image: {
    yes: [
      {},
      { files: { "/app/.env.example": "A=b\n", "/app/.env": "", "/app/env.ts": "x", "/app/.environment": "x" } },
      {
        title: "what packages bring",
        image: {
          files: {
            "/app/node_modules/a/.git/HEAD": "x",
            "/app/node_modules/dotenv/.env": "A=b",
            "/usr/lib/git-core/templates/.git/HEAD": "x",
          },
        },
      },
      { title: "no repository", image: { files: { "/app/.git/hooks/pre-commit": "x", "/app/.git": { type: "directory" } } } },
      { title: "a worktree's pointer", image: { files: { "/app/.git": "gitdir: /elsewhere\n" } } },
      {
        title: "a clone that a RUN made is no part of the context",
        image: {
          files: { "/opt/tool/.git/HEAD": { text: "x", layer: 0 } },
          layers: layersOf("RUN /bin/sh -c git clone https://example.com/tool # buildkit"),
        },
      },
      {
        title: "of the base",
        image: { files: { "/home/app/.env": { text: "A=b", layer: 0 } }, layers: layersOf("base", "COPY . .") },
      },
    ],
    no: [
      { image: { files: { "/app/.git/HEAD": "ref: x\n" } }, at: ["/app/.git"] },
      {
        image: { files: { "/app/.git/HEAD": { text: "x", layer: 0 } }, layers: layersOf("COPY . /app # buildkit") },
        because: "brought by COPY . /app",
      },
      { image: { files: { "/app/.env": "A=b\n", "/app/.env.production": "A=b\n" } }, at: ["/app/.env", "/app/.env.production"] },
      { title: "in a test folder too", image: { files: { "/app/tests/.env": "A=b\n" } }, at: ["/app/tests/.env"] },
      { files: { "/srv/.svn/wc.db": "x" } },
      {
        title: "deleted in a later layer",
        image: {
          layers: layersOf("COPY . /app", "RUN rm -rf /app/.git"),
          waste: {
            reclaimable: 9,
            byLayer: [9, 0],
            paths: [
              { path: "/app/.git/objects/pack/pack-1.pack", bytes: 9, layer: 0, hiddenBy: 1, how: "deleted" },
              { path: "/app/.git/index", bytes: 1, layer: 0, hiddenBy: 1, how: "deleted" },
            ],
          },
        },
        at: ["/app/.git"],
        because: "RUN rm -rf /app/.git deletes it hides it only",
      },
    ],
    unknown: [{ unread: [{ layer: 1, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
