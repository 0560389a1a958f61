import type { Case } from "../../testing/test-rule.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./can-fail.js";

const image = (command: string): string => `FROM debian:12-slim\nHEALTHCHECK CMD ${command}\nCMD ["/app"]\n`;
const compose = (test: string): Case => ({
  files: {
    Dockerfile: 'FROM debian:12-slim\nCMD ["/app"]\n',
    "compose.yaml": `services:\n  app:\n    build: .\n    healthcheck:\n      test: ${test}\n`,
  },
});
const kubernetes = (probe: string): Case => ({
  files: {
    Dockerfile: 'FROM debian:12-slim\nCMD ["/app"]\n',
    "k8s.yaml": `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n          readinessProbe:\n${probe}`,
  },
});

testRule(rule, {
  source: {
    yes: [
      image("wget --no-verbose --tries=1 --spider http://localhost:8000/health || exit 1"),
      image("curl --fail http://localhost/ || exit 1"),
      image("curl -sSfo /dev/null http://localhost/"),
      image('["curl", "-fsS", "http://localhost/"]'),
      image('["sh", "-c", "curl -f http://localhost:$PORT/ || exit 1"]'),
      image("curl -f http://localhost:${PORT:-9090}/health || { echo down; exit 1; }"),
      image("curl -s http://localhost/health | grep -q '\"UP\"'"),
      image("curl -f http://localhost/ && exit 0 || exit 1"),
      image("[ \"$(curl -s -o /dev/null -w '%{http_code}' http://localhost/)\" = 200 ]"),
      image("if curl -f http://localhost/; then exit 0; else exit 1; fi"),
      image("nc -z localhost 8000 || exit 1"),
      image("bash -c 'echo > /dev/tcp/127.0.0.1/8000'"),
      image("pg_isready -U app || exit 1"),
      image("echo 'db.stats().ok' | mongosh localhost:27017/test --quiet"),
      image("curl -f http://localhost/ || (echo down && exit 1)"),
      image("curl -f http://localhost/ || kill 1"),
      image("set -o pipefail; curl -f http://localhost/ | tee /tmp/health"),
      image("curl -fsS http://localhost/a && curl http://localhost/b"),
      image(`test "$(curl -s http://localhost/health)" = ok`),
      image(`node -e "fetch('http://127.0.0.1:3000/').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"`),
      image(`python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/', timeout=3)"`),
      compose('["CMD-SHELL", "curl -f http://localhost/ || exit 1"]'),
      compose("curl -f http://localhost/ || exit 1"),
      compose(`["CMD", "ruby", "-e", "require 'socket'; TCPSocket.new('127.0.0.1', 80).close"]`),
      kubernetes("            httpGet:\n              path: /ready\n              port: 8000\n"),
      kubernetes("            grpc:\n              port: 9000\n"),
      kubernetes("            tcpSocket:\n              port: 9000\n"),
    ],
    no: [
      image("«curl http://localhost:8000/up»"),
      image("«curl -I http://localhost/ || exit 1»"),
      image("«curl -sS -o -f http://localhost/ || exit 1»"),
      image('«["CMD", "/usr/bin/true"]»').replace('CMD «["CMD", "/usr/bin/true"]»', 'CMD [«"/usr/bin/true"»]'),
      image("«exit 0»"),
      image("«curl -f http://localhost/ || true»"),
      image("«curl -f http://localhost/; exit 0»"),
      image("«curl -f http://localhost/ || echo down»"),
      image("«curl -f http://localhost/ | tee /tmp/health»"),
      image("«pgrep node || exit 1»"),
      image("«ps aux | grep -v grep | grep gunicorn»"),
      image("«kill -0 1»"),
      image("«false»"),
      image("«curl -f http://localhost/ && true || true»"),
      image("«netstat -an | grep 8080 > /dev/null»"),
      image("«if pgrep app; then exit 0; else exit 1; fi»"),
      image(`«python -c "import sys; sys.exit(0)"»`),
      image(`«python -c "import requests; requests.get('http://localhost/')"»`),
      image(`«php -r "file_get_contents('http://localhost/');"»`),
      image(`«php -r "fsockopen('localhost', 8080) or die('fail');"»`),
      image(`«node -e "require('http').get('http://localhost:3000/health')"»`),
      image("«nginx -t»"),
      {
        title: "operators in the exec form",
        files: image('[«"curl", "-f", "http://localhost/", "||", "exit", "1"»]'),
        because: "no shell",
      },
      { title: "a variable in the exec form", files: image('[«"curl", "-f", "http://localhost:${PORT}/"»]'), because: "${PORT}" },
      compose('«["CMD", "/usr/bin/curl", "http://localhost"]»'),
      compose('«["CMD-SHELL", "redis-cli ping || exit 0"]»'),
      {
        files: {
          "compose.yaml": "services:\n  cache:\n    image: redis:7.4\n    healthcheck:\n      test: «redis-cli ping || exit 0»\n",
        },
        service: "cache",
      },
      kubernetes('            exec:\n              command: ["true"]\n'),
    ],
    unknown: [
      image("/usr/local/bin/check"),
      image("test -f /tmp/healthy"),
      image("/healthcheck.sh"),
      image("! pgrep stuck"),
      image("curl -s http://localhost/ | jq .status"),
      image("for i in 1 2 3; do curl -f http://localhost/ && exit 0; done; exit 1"),
      image("curl $OPTIONS http://localhost/"),
      image('["node", "health.js"]'),
      image("$CHECK"),
    ],
    "n/a": ['FROM debian:12-slim\nCMD ["/app"]\n', 'FROM debian:12-slim\nHEALTHCHECK NONE\nCMD ["/app"]\n'],
  },
  image: {
    yes: [
      { config: { healthcheck: { test: ["CMD-SHELL", "curl -fsS http://127.0.0.1:8000/health || exit 1"] } } },
      { config: { healthcheck: { test: ["CMD", "pg_isready", "-U", "postgres"] } } },
    ],
    no: [
      { image: { config: { healthcheck: { test: ["CMD-SHELL", "curl http://127.0.0.1:8000/"] } } }, at: ["Healthcheck"] },
      { config: { healthcheck: { test: ["CMD-SHELL", "wget -q --spider http://127.0.0.1/ || true"] } } },
      { config: { healthcheck: { test: ["CMD", "sh", "-c", "exit 0"] } } },
    ],
    unknown: [{ config: { healthcheck: { test: ["CMD", "/healthcheck"] } } }],
    "n/a": [{}, { config: { healthcheck: { test: ["NONE"] } } }],
  },
  fix: [
    {
      before:
        'FROM node:22-slim\nEXPOSE 3000\nHEALTHCHECK --interval=20s CMD curl http://localhost:3000/health || true\nCMD ["node", "a.js"]\n',
      after:
        'FROM node:22-slim\nEXPOSE 3000\nHEALTHCHECK --interval=20s CMD ["node", "-e", "fetch(\'http://127.0.0.1:3000/health\').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    { title: "no port", before: 'FROM node:22-slim\nHEALTHCHECK CMD true\nCMD ["node", "a.js"]\n', because: "which port" },
    {
      title: "tests of Compose: an answer of 500 is a failure, none is thrown away",
      before: {
        Dockerfile: 'FROM acme/base:1.2\nCMD ["/app"]\n',
        "compose.yaml":
          "services:\n  a:\n    build: .\n    healthcheck:\n      test: ['CMD', 'curl', 'http://localhost:3000/']\n  b:\n    image: redis:8.2\n    command: redis-server --requirepass $P\n    healthcheck:\n      test: redis-cli ping || exit 0\n",
      },
      after: {
        "compose.yaml":
          "services:\n  a:\n    build: .\n    healthcheck:\n      test: ['CMD', 'curl', '-f', 'http://localhost:3000/']\n  b:\n    image: redis:8.2\n    command: redis-server --requirepass $P\n    healthcheck:\n      test: [\"CMD-SHELL\", \"redis-cli ping | grep -qE \\\"PONG|NOAUTH\\\"\"]\n",
      },
    },
  ],
});
