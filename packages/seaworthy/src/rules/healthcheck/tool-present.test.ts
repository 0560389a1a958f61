import { testRule } from "../../testing/test-rule.js";
import rule from "./tool-present.js";

const GET = "http://127.0.0.1:8000/health";

const program = { mode: 0o755, size: 1 };
const SHELL = { "/bin/sh": { type: "symlink", target: "/bin/busybox" }, "/bin/busybox": program } as const;

testRule(rule, {
  source: {
    yes: [
      `FROM python:3.12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\nHEALTHCHECK CMD curl -f ${GET} || exit 1\nCMD ["python"]\n`,
      `FROM python:3.12-slim\nHEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('${GET}')"]\nCMD ["python"]\n`,
      `FROM node:22-slim\nHEALTHCHECK CMD node -e "fetch('${GET}').then((r) => process.exit(r.ok ? 0 : 1))"\nCMD ["node"]\n`,
      `FROM amazonlinux:2023\nHEALTHCHECK CMD curl -f ${GET} || exit 1\nCMD ["/app"]\n`,
      `FROM alpine:3.22\nRUN apk add --no-cache curl\nUSER 1000\nHEALTHCHECK CMD curl -f ${GET} || exit 1\nCMD ["/app"]\n`,
      {
        title: "the app asks itself",
        files: 'FROM scratch\nCOPY app /app\nHEALTHCHECK CMD ["/app", "health"]\nENTRYPOINT ["/app"]\n',
      },
      {
        title: "copied in",
        files:
          'FROM gcr.io/distroless/static:nonroot\nCOPY --from=busybox:1.37 /bin/wget /bin/wget\nHEALTHCHECK CMD ["/bin/wget", "-q", "http://127.0.0.1/"]\nCMD ["/app"]\n',
      },
      {
        files: {
          "compose.yaml":
            'services:\n  db:\n    image: postgres:16.4\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U ${USER_OF_DB}"]\n',
        },
        service: "db",
      },
      {
        title: "the kubelet needs no program",
        files: {
          Dockerfile: 'FROM scratch\nCOPY app /app\nCMD ["/app"]\n',
          "k8s.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n          readinessProbe:\n            httpGet:\n              path: /\n              port: 80\n",
        },
      },
    ],
    no: [
      `FROM node:22-slim\nHEALTHCHECK CMD «curl» -f ${GET} || exit 1\nCMD ["node"]\n`,
      `FROM debian:12-slim\nHEALTHCHECK CMD [«"wget", "-q", "${GET}"»]\nCMD ["/app"]\n`,
      `FROM alpine:3.22\nHEALTHCHECK CMD «curl» -f ${GET} || exit 1\nCMD ["/app"]\n`,
      {
        title: "installed in the builder alone",
        files: `FROM debian:12 AS build\nRUN apt-get update && apt-get install -y curl\nFROM debian:12-slim\nCOPY --from=build /app /app\nHEALTHCHECK CMD «/usr/bin/curl» -f ${GET} || exit 1\nCMD ["/app"]\n`,
      },
      {
        title: "installed and removed",
        files: `FROM alpine:3.22\nRUN apk add --no-cache --virtual .fetch curl && apk del .fetch\nHEALTHCHECK CMD «curl» -f ${GET} || exit 1\nCMD ["/app"]\n`,
      },
      {
        title: "no shell",
        files: `FROM scratch\nCOPY app /app\nHEALTHCHECK CMD «/app health»\nCMD ["/app"]\n`,
        because: "shell",
      },
      {
        title: "Compose, and a slim image",
        files: {
          Dockerfile: 'FROM python:3.12-slim\nCMD ["python"]\n',
          "compose.yaml": `services:\n  app:\n    build: .\n    healthcheck:\n      test: «["CMD", "curl", "-f", "${GET}"]»\n`,
        },
      },
    ],
    unknown: [
      `FROM registry.example.com/team/base:1\nHEALTHCHECK CMD curl -f ${GET}\nCMD ["/app"]\n`,
      `FROM debian:12-slim\nARG PACKAGES\nRUN apt-get update && apt-get install -y $PACKAGES\nHEALTHCHECK CMD curl -f ${GET}\nCMD ["/app"]\n`,
      `FROM debian:12-slim\nRUN ["/install"]\nHEALTHCHECK CMD curl -f ${GET}\nCMD ["/app"]\n`,
      `FROM debian:12-slim\nCOPY --from=build-image / /\nHEALTHCHECK CMD curl -f ${GET}\nCMD ["/app"]\n`,
      'FROM debian:12-slim\nHEALTHCHECK CMD /usr/local/bin/check\nCMD ["/app"]\n',
      {
        title: "the setup script of an unpacked release",
        files: `FROM debian:12-slim\nCOPY release.tar.gz /root/\nRUN tar -xf /root/release.tar.gz -C /root && /root/release/scripts/setup/install --hostname=localhost\nHEALTHCHECK CMD ["curl", "-f", "${GET}"]\nCMD ["/app"]\n`,
        because: "was not read",
      },
      {
        title: "a script that a shell runs",
        files: `FROM debian:12-slim\nCOPY prepare /tmp/\nRUN bash /tmp/prepare\nHEALTHCHECK CMD curl -f ${GET} || exit 1\nCMD ["/app"]\n`,
      },
    ],
    "n/a": ['FROM debian:12-slim\nCMD ["/app"]\n'],
  },
  image: {
    yes: [
      { config: { healthcheck: { test: ["CMD", "/app", "health"] } }, files: { "/app": program } },
      {
        config: { healthcheck: { test: ["CMD-SHELL", "curl -f http://127.0.0.1/ || exit 1"] } },
        files: { ...SHELL, "/usr/bin/curl": program },
      },
      {
        title: "a PATH of its own, and usrmerge",
        image: {
          config: { env: ["PATH=/venv/bin:/bin"], healthcheck: { test: ["CMD", "python", "-c", "0"] } },
          files: {
            "/venv/bin/python": { type: "symlink", target: "/bin/python3" },
            "/bin": { type: "symlink", target: "usr/bin" },
            "/usr/bin/python3": program,
          },
        },
      },
      {
        title: "the check of Compose, in the image's own files",
        image: { files: { ...SHELL, "/usr/bin/curl": program } },
        ship: {
          Dockerfile: "FROM registry.example.com/base:1\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      test: curl -f http://127.0.0.1/\n",
        },
      },
      {
        config: { shell: ["/busybox/sh", "-c"], healthcheck: { test: ["CMD-SHELL", "true"] } },
        files: { "/busybox/sh": program },
      },
    ],
    no: [
      {
        image: { config: { healthcheck: { test: ["CMD", "curl", "-f", "http://127.0.0.1/"] } } },
        because: "needs curl",
        at: ["Healthcheck"],
      },
      {
        image: { config: { healthcheck: { test: ["CMD-SHELL", "/app health"] } }, files: { "/app": program } },
        because: "no /bin/sh",
      },
      {
        title: "not executable",
        image: { config: { healthcheck: { test: ["CMD", "/check"] } }, files: { "/check": "#!/bin/sh\n" } },
      },
      {
        title: "a link to nowhere",
        image: {
          config: { healthcheck: { test: ["CMD", "/check"] } },
          files: { "/check": { type: "symlink", target: "/gone" } },
        },
      },
      {
        title: "a script without its interpreter",
        image: {
          config: { healthcheck: { test: ["CMD", "/check"] } },
          files: { "/check": { text: "#!/bin/bash\ncurl -f x\n", mode: 0o755 } },
        },
        because: "/bin/bash",
      },
      {
        title: "the check of Compose",
        image: { files: SHELL },
        ship: {
          Dockerfile: "FROM registry.example.com/base:1\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      test: curl -f http://127.0.0.1/\n",
        },
      },
    ],
    unknown: [
      { config: { healthcheck: { test: ["CMD", "curl"] } }, unread: [{ layer: 1, path: null, because: "cut" }] },
      { config: { healthcheck: { test: ["CMD", "$APP", "health"] } } },
    ],
    "n/a": [{}, { config: { healthcheck: { test: ["NONE"] } } }],
  },
  fix: [
    {
      before:
        'FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK CMD ["curl", "-f", "http://localhost:8000/healthz?x=1"]\nCMD ["python", "a.py"]\n',
      after:
        'FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://127.0.0.1:8000/healthz\', timeout=4)"]\nCMD ["python", "a.py"]\n',
      safety: "review",
    },
  ],
});
