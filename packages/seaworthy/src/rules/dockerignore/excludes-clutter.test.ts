import { testRule } from "../../testing/test-rule.js";
import rule from "./excludes-clutter.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const MARKED = "FROM alpine:3.22\nCOPY «.» .\n";
const CLUTTER = ".github\n.vscode\n.idea\n**/*.md\ntest*\ndocker-compose*\n**/Dockerfile*\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER } },
      { files: { Dockerfile: ALL, ".dockerignore": `${CLUTTER}coverage\n.nyc_output\n.next\n`, "package.json": "{}" } },
      { files: { Dockerfile: ALL, ".dockerignore": `${CLUTTER}**/__pycache__\n.*\n`, "setup.py": "" } },
    ],
    no: [
      MARKED,
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER.replace("**/*.md\n", "") }, because: "*.md" },
      { files: { Dockerfile: ALL, ".dockerignore": CLUTTER, "package.json": "{}" }, because: "coverage" },
      { files: { Dockerfile: ALL, ".dockerignore": `«»${CLUTTER}!**/README.md\n` }, because: "*.md" },
    ],
    unknown: ["FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n"],
    "n/a": ["FROM alpine:3.22\nCOPY a.conf /etc/\n"],
  },
});
