import { testRule } from "../../testing/test-rule.js";
import rule from "./downloads-pinned.js";

const SUM = "0123456789abcdef".repeat(4);
const run = (text: string) => `FROM debian:12-slim\nRUN ${text}\n`;

testRule(rule, {
  source: {
    yes: [
      run("wget http://example.com/download/nginx-1.11.13.tar.gz"),
      run("curl -LO https://example.com/stable/samba-4.6.3.tar.gz"),
      run("curl -fsSLO https://example.com/releases/download/v1.2.3/tool-linux-amd64.tar.gz"),
      run("curl -LsSf https://astral.sh/uv/0.8.13/install.sh | sh"),
      "FROM debian:12-slim\nARG TOOL_VERSION=1.2\nRUN wget https://example.com/tool-${TOOL_VERSION}.tgz\n",
      run(`curl -fsSLo t https://example.com/latest/t && echo "${SUM}  t" | sha256sum -c -`),
      "FROM alpine:3.22\nADD https://github.com/acme/t.git#v1.2.3 /t\n",
    ],
    no: [
      run("«wget https://example.com/files/tool-linux-x86_64.tar.gz»"),
      run("«curl -sL https://deb.example.com/setup_22.x» | bash -"),
      run("«curl -fsSL https://example.com/install.sh» | sh"),
      run("«wget https://example.com/tool/releases/latest/download/tool-linux-amd64»"),
      run("«wget -O /get-pip.py https://example.com/get-pip.py»"),
      "FROM alpine:3.22\nADD «https://raw.githubusercontent.com/acme/t/master/wait.sh» /wait.sh\n",
      { files: "FROM alpine:3.22\nADD «https://github.com/acme/t.git» /t\n", because: "names no version" },
    ],
    unknown: [run('curl -fsSLo t "$URL"')],
    "n/a": [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "not built here" },
      run("curl -fsSL https://example.com/key.gpg | gpg --dearmor -o /etc/apt/keyrings/x.gpg"),
      run("apt-get update"),
    ],
  },
  fix: [
    {
      before:
        'FROM node:22-slim\nRUN wget -q https://example.com/wait-for-it.sh -O /usr/local/bin/wait-for-it || true\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    {
      title: "one that is used",
      before:
        'FROM node:22-slim\nRUN wget -q https://example.com/wait-for-it.sh -O /usr/local/bin/wait-for-it\nCMD ["wait-for-it", "node", "a.js"]\n',
      because: "--online",
    },
    {
      title: "one that may be asked",
      before: run("curl -fsSL https://example.com/install.sh | sh"),
      after: run(
        `curl -fsSL https://example.com/install.sh -o /tmp/install.sh \\\n    && echo "${SUM}  /tmp/install.sh" | sha256sum -c - \\\n    && sh /tmp/install.sh \\\n    && rm /tmp/install.sh`,
      ),
      checksums: { "https://example.com/install.sh": SUM },
      safety: "review",
    },
  ],
});
