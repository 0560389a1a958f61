import { testRule } from "../../testing/test-rule.js";
import rule from "./copied-ignored.js";

const files = (Dockerfile: string, ignore: string) => ({ Dockerfile, ".dockerignore": ignore, "a.txt": "", "b/c.txt": "" });

testRule(rule, {
  source: {
    yes: [
      files("FROM alpine:3.23\nCOPY a.txt /\n", "b\n"),
      files("FROM alpine:3.23\nCOPY . /\n", "*.txt\n"),
      files("FROM alpine:3.23\nCOPY b /\n", "b/*.md\n"),
      files("FROM alpine:3.23 AS x\nFROM alpine:3.23\nCOPY --from=x a.txt /\nCOPY b /\n", "a.txt\n"),
    ],
    no: [
      files("FROM alpine:3.23\nCOPY «a.txt» b /\n", "a.txt\n"),
      files("FROM alpine:3.23\nADD «./b/c.txt» /\n", "b\n"),
      files("FROM alpine:3.23 AS x\nCOPY «a.txt» /\nFROM alpine:3.23\n", "*.txt\n"),
      files("FROM alpine:3.23\nCOPY «.» /\nCOPY «/» /\n", "**\n"),
      files("FROM alpine:3.23\nCOPY «*.txt» /\n", "*.txt\n"),
      files("FROM alpine:3.23\nARG A=a.txt\nCOPY «$A» /\n", "a.txt\n"),
    ],
    "n/a": [
      files("FROM alpine:3.23\nCOPY a.txt /\n", "*\n!a.txt\n"),
      files("FROM alpine:3.23\nADD https://example.com/a.txt /\nCOPY $X /\n", "a.txt\n"),
      { Dockerfile: "FROM alpine:3.23\nCOPY a.txt /\n", "a.txt": "" },
    ],
  },
});
