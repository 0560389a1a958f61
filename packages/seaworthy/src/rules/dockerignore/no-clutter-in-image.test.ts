import { layersOf } from "../../testing/layers.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./no-clutter-in-image.js";

testRule(rule, {
  image: {
    yes: [
      {},
      {
        title: "packages have such files of their own",
        image: {
          files: {
            "/app/node_modules/a/Dockerfile": "",
            "/app/node_modules/a/.github/x": "",
            "/usr/share/vim/.vimrc": "",
            "/app/vendor/a/.editorconfig": "",
          },
        },
      },
      {
        title: "a home after a build",
        image: { files: { "/root/.cache/pip/x": "", "/home/app/.npm/_logs/x": "", "/root/.aws/config": "" } },
      },
      { title: "empty folders", image: { files: { "/app/.github": { type: "directory" } } } },
      { title: "tests of whom nobody knows where they come from", image: { files: { "/app/tests/a.py": "" } } },
      { files: { "/app/Dockerfile.md": "", "/app/dockerfiles": "", "/app/src/testing/x": "" } },
      {
        title: "of the base",
        image: { files: { "/.editorconfig": { text: "", layer: 0 } }, layers: layersOf("base", "COPY . .") },
      },
    ],
    no: [
      {
        image: { files: { "/app/Dockerfile": "", "/app/compose.yaml": "", "/app/.DS_Store": "" } },
        at: ["/app/.DS_Store", "/app/Dockerfile", "/app/compose.yaml"],
      },
      { image: { files: { "/app/.github/workflows/ci.yml": "", "/app/.github/.gitignore": "" } }, at: ["/app/.github"] },
      { image: { files: { "/root/.bash_history": "x" } }, because: "the history of a shell" },
      {
        image: {
          files: { "/app/tests": { type: "directory", layer: 0 }, "/app/tests/a.py": { text: "", layer: 0 } },
          layers: layersOf("COPY . /app # buildkit"),
        },
        at: ["/app/tests"],
      },
    ],
    unknown: [{ unread: [{ layer: 1, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
});
