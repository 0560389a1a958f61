import { testRule } from "../../testing/test-rule.js";
import rule from "./entry-script.js";

const files = (
  script: string,
  dockerfile = 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\nCMD ["node", "x.js"]\n',
) => ({
  Dockerfile: dockerfile,
  "entry.sh": script,
});

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
});
