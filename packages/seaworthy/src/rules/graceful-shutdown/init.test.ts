import { testRule } from "../../testing/test-rule.js";
import rule from "./init.js";

const NODE = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
const browser = { "package.json": '{"dependencies":{"playwright":"1.50.0"}}', "server.js": "x();\n" };

testRule(rule, {
  source: {
    yes: [
      'FROM alpine:3.22\nENTRYPOINT ["/sbin/tini", "-g", "--", "/entry"]\n',
      'FROM alpine:3.22\nENTRYPOINT ["dumb-init", "node", "x.js"]\n',
      { Dockerfile: NODE, ...browser, "compose.yaml": "services:\n  web:\n    build: .\n    init: true\n" },
      {
        Dockerfile: 'FROM alpine:3.22\nCOPY e.sh /\nCMD ["/e.sh"]\n',
        "e.sh": "#!/bin/sh\nexec tini -- node x\n",
      },
    ],
    no: [
      { Dockerfile: NODE.replace("CMD", "«CMD").replace("]\n", "]»\n"), ...browser },
      'FROM alpine:3.22\n«CMD ["sh", "-c", "cron & exec node x.js"]»\n',
      "FROM alpine:3.22\n«CMD cron & node x.js»\n",
      { Dockerfile: 'FROM alpine:3.22\nCOPY e.sh /\nCMD ["/e.sh"]\n', "e.sh": "#!/bin/sh\nredis-server &\n«exec node x»\n" },
      {
        Dockerfile: NODE,
        ...browser,
        "compose.yaml": "services:\n  web:\n    build: .\n    command: «node other.js»\n    init: false\n",
      },
    ],
    "n/a": [NODE, "FROM scratch\n", 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["x"]\n'],
  },
});
