import { testRule } from "../../testing/test-rule.js";
import rule from "./entry-script.js";

const files = (
  script: string,
  dockerfile = 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\nCMD ["node", "x.js"]\n',
) => ({
  Dockerfile: dockerfile,
  "entry.sh": script,
});

const script = (text: string, mode = 0o755) => ({ "/usr/local/bin/entry.sh": { text, mode } });
const config = { entrypoint: ["entry.sh"], cmd: ["node", "server.js"] };

testRule(rule, {
  source: {
    yes: [
      files('#!/bin/sh\nset -e\nexec "$@"\n'),
      files('#!/bin/bash\nif [ "$1" = web ]; then\n  exec gunicorn app\nfi\nexec "$@"\n'),
      files("exec node x.js\n", 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["sh", "./entry.sh"]\n'),
      {
        title: "behind an init",
        files: files(
          '#!/bin/sh\nexec "$@"\n',
          'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["tini", "--", "/entry.sh"]\nCMD ["node", "x"]\n',
        ),
      },
      { title: "the base's own", files: 'FROM node:22-slim\nCMD ["node", "x.js"]\n' },
      {
        title: "a script that calls a script",
        files: {
          ...files(
            '#!/bin/sh\nexec /run.sh "$@"\n',
            'FROM node:22-slim\nCOPY *.sh /\nENTRYPOINT ["/entry.sh"]\nCMD ["/run.sh"]\n',
          ),
          "run.sh": "#!/bin/sh\nexec node x\n",
        },
      },
    ],
    no: [
      files('#!/bin/sh\nset -e\n«"$@"»\n'),
      files("#!/bin/sh\nnpm run migrate\n«npm start»\n"),
      files("#!/bin/sh\nnode a.js &\n«wait»\n"),
      files("#!/bin/sh\nexport X=1\n«node x.js» | tee log\n"),
      files("#!/bin/sh\n«node x.js»\n", 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["sh", "entry.sh"]\n'),
      {
        title: "named by a deployment",
        files: {
          ...files("#!/bin/sh\n«node x.js»\n", 'FROM node:22-slim\nCOPY entry.sh /\nCMD ["node", "x.js"]\n'),
          "compose.yaml": "services:\n  web:\n    build: .\n    entrypoint: /entry.sh\n",
        },
      },
    ],
    unknown: [
      'FROM debian:12-slim\nENTRYPOINT ["/opt/entrypoint.sh"]\n',
      files("#!/bin/sh\ntrap 'kill $pid' TERM\nnode x &\npid=$!\nwait $pid\n"),
      files('#!/bin/sh\nif [ "$1" = dev ]; then npm run dev; else exec "$@"; fi\n'),
    ],
    "n/a": [
      'FROM debian:12-slim\nCMD ["/app"]\n',
      'FROM scratch\nENTRYPOINT ["/app"]\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["entry.sh"]\n',
    ],
  },
  image: {
    yes: [
      { config, files: script('#!/bin/sh\nset -e\nexec "$@"\n') },
      { config, files: script('#!/usr/bin/env bash\nif [ "$1" = node ]; then exec gosu app "$@"; fi\nexec "$@"\n') },
      { config: { cmd: ["sh", "/app/run.sh"] }, files: { "/app/run.sh": "exec node server.js\n" } },
      {
        title: "behind a link, below the working directory",
        image: {
          config: { entrypoint: ["./start"], workingDir: "/app" },
          files: {
            "/app/start": { type: "symlink", target: "bin/start" },
            "/app/bin/start": { text: "#!/bin/sh\nexec app\n", mode: 0o755 },
          },
        },
      },
    ],
    no: [
      { image: { config, files: script('#!/bin/sh\nnode migrate.js\n"$@"\n') }, at: ["/usr/local/bin/entry.sh"] },
      { config: { entrypoint: ["tini", "--", "entry.sh"] }, files: script("#!/bin/sh\nnode server.js\n") },
      {
        title: "a script that another one leads to",
        image: {
          config: { entrypoint: ["entry.sh"], cmd: ["/app/run.sh"] },
          files: { ...script('#!/bin/sh\nexec "$@"\n'), "/app/run.sh": { text: "#!/bin/sh\nnode server.js\n", mode: 0o755 } },
        },
        at: ["/app/run.sh"],
      },
      {
        title: "what Compose starts in its place",
        image: { config: { cmd: ["node", "server.js"] }, files: { "/app/run.sh": "#!/bin/sh\nnode server.js\n" } },
        ship: {
          Dockerfile: 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
          "compose.yaml": "services:\n  web:\n    build: .\n    command: [sh, /app/run.sh]\n",
        },
      },
    ],
    unknown: [
      { image: { config, files: { "/usr/local/bin/entry.sh": { mode: 0o755, size: 10 } } }, because: "could not be read" },
      { image: { config }, because: "is not in the image" },
      { config, files: script('#!/bin/sh\ntrap "kill $pid" TERM\nnode server.js & pid=$!\nwait\n') },
    ],
    "n/a": [
      { config: { cmd: ["node", "server.js"] } },
      {
        config: { cmd: ["/app/manage"] },
        files: { "/app/manage": { text: "#!/usr/bin/env python3\nimport os\n", mode: 0o755 } },
      },
      { form: "rootfs" },
      {
        title: "Compose starts the app itself",
        image: { config, files: script("#!/bin/sh\nnode server.js\n") },
        ship: {
          Dockerfile: 'FROM node:22-slim\nCOPY entry.sh /usr/local/bin/\nENTRYPOINT ["entry.sh"]\n',
          "entry.sh": "#!/bin/sh\nnode server.js\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    entrypoint: [node, server.js]\n",
        },
      },
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM node:22-slim\nCOPY entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\nCMD ["node", "a.js"]\n',
        "entry.sh": '#!/bin/sh\nset -e\nid\n"$@"\n',
      },
      after: { "entry.sh": '#!/bin/sh\nset -e\nid\nexec "$@"\n' },
      safety: "review",
    },
  ],
});
