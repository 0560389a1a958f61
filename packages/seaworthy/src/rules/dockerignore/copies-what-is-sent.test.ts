import { testRule } from "../../testing/test-rule.js";
import rule from "./copies-what-is-sent.js";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY a.txt /\n", ".dockerignore": "b.txt\n" } },
      {
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY src /src\n",
          ".dockerignore": "*\n!src/main.js\n",
          "src/main.js": "",
          "src/b.js": "",
        },
      },
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY src /src\n", ".dockerignore": "**\n!src/**\n" } },
      {
        files: {
          Dockerfile: "FROM node:22 AS b\nRUN x\nFROM alpine:3.22\nCOPY --from=b /dist /dist\nCOPY run.sh /\n",
          ".dockerignore": "dist\n",
        },
      },
    ],
    no: [
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY «dist» /dist\n", ".dockerignore": "dist\n" } },
      {
        files: {
          Dockerfile: "FROM alpine:3.22\nCOPY a.txt «./conf/x.conf» /etc/\n",
          ".dockerignore": "conf/\n",
          "conf/x.conf": "",
        },
      },
      { files: { Dockerfile: "FROM alpine:3.22\nADD «src» /src\n", ".dockerignore": "*\n!package.json\n", "src/a.js": "" } },
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY «/.env» /\n", ".dockerignore": ".env*\n" }, because: ".dockerignore:1" },
    ],
    "n/a": [
      "FROM alpine:3.22\nCOPY dist /dist\n",
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": "dist\n" } },
    ],
  },
});
