import { testRule } from "../../testing/test-rule.js";
import rule from "./valid-patterns.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";

testRule(rule, {
  source: {
    yes: [
      {
        title: "a program, and the folder of its sources",
        files: { Dockerfile: ALL, ".dockerignore": "shop\nvendor/\n", "cmd/shop/main.go": "", "lang/vendor/de.php": "" },
      },
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "  node_modules  \n/dist\n./out/\nlogs/*.log\n" } },
      {
        title: "a slash in front means the root, and deeper names are others",
        files: {
          Dockerfile: ALL,
          ".dockerignore": "/data*\n./export\n/*.md\n",
          "src/database.js": "",
          "src/export/a.js": "",
          "docs/b.md": "",
        },
      },
      { title: "all of the root but a folder", files: { Dockerfile: ALL, ".dockerignore": "/*\n!/src\n", "src/a.js": "" } },
      {
        title: "a bare name that matches at the root",
        files: { Dockerfile: ALL, ".dockerignore": "*.md\n", "README.md": "", "docs/a.md": "" },
      },
      { title: "the folder above is kept out", files: { Dockerfile: ALL, ".dockerignore": "*.md\ndocs\n", "docs/a.md": "" } },
      { title: "CRLF and a byte order mark", files: { Dockerfile: ALL, ".dockerignore": "\uFEFF.git\r\nnode_modules\r\n" } },
    ],
    no: [
      {
        files: { Dockerfile: ALL, ".dockerignore": "«tests»\nshop\n", "app/tests/a.py": "", "cmd/shop/main.go": "" },
        because: "**/tests",
      },
      { files: { Dockerfile: ALL, ".dockerignore": "node_modules\n«[a-»\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«node_modules # installed»\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«!src»\n*\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«*.pyc»\n", "app/a.pyc": "" }, because: "**/*.pyc" },
      { files: { Dockerfile: ALL, ".dockerignore": "«../secret»\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "«/* editors */»\n.idea\n" }, because: "not a comment" },
    ],
    "n/a": [ALL, { files: { Dockerfile: ALL, ".dockerignore": "# nothing\n" } }],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM alpine:3.22\nCOPY . .\n",
        ".dockerignore": "// editors\n.idea # ours\nlogs\n",
        "a/logs/x.log": "",
      },
      after: { ".dockerignore": "# editors\n# ours\n.idea\n**/logs\n" },
    },
    {
      title: "what cannot be meant",
      before: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": "../x\n" },
      because: "what it was meant to do is not known",
    },
  ],
});
