import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./writable-paths.js";

const nginx = (more: string) => ({ "compose.yaml": `services:\n  web:\n    image: nginx:1.29.1\n    read_only: true\n${more}` });
const gunicorn = (more: string) => ({
  Dockerfile: 'FROM python:3.12.1-slim\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
  "app.py": "",
  "compose.yaml": `services:\n  web:\n    build: .\n    read_only: true\n${more}`,
});

testRule(rule, {
  source: {
    yes: [
      nginx("    tmpfs:\n      - /var/cache/nginx:size=16m\n      - /var/run\n"),
      nginx("    volumes: ['cache:/var/cache', 'run:/run']\nvolumes: {cache: , run: }\n"),
      gunicorn("    tmpfs: /tmp\n"),
      {
        files: {
          "compose.yaml":
            "services:\n  db:\n    image: postgres:17.2\n    read_only: true\n    tmpfs: [/run/postgresql]\n    volumes: ['d:/var/lib/postgresql/data']\nvolumes: {d: }\n",
        },
      },
    ],
    no: [
      { files: nginx(""), because: "/var/cache/nginx" },
      nginx("    tmpfs: [/tmp]\n"),
      { files: nginx("    volumes: ['cache:/var/cache/nginx:ro']\n    tmpfs: [/run]\n"), title: "a volume that is read-only" },
      { files: gunicorn(""), because: "gunicorn writes to /tmp" },
      {
        title: "a log file of the start command",
        files: {
          Dockerfile: "FROM python:3.13-slim\nUSER 1000\nCMD python -u main.py 2>&1 | tee -a /var/log/worker.log\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    read_only: «true»\n    tmpfs: [/tmp]\n",
        },
        because: "/var/log/worker.log",
      },
      {
        files: {
          Dockerfile: "FROM debian:12-slim\nUSER 1000\nCMD /app >> /srv/out.log 2> /dev/null\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    read_only: «true»\n",
        },
        because: "/srv/out.log",
      },
    ],
    unknown: [
      {
        title: "an overlay may mount what is missing",
        files: { ...gunicorn(""), "k8s/kustomization.yaml": "resources:\n  - web.yaml\ncomponents:\n  - ../tmp\n" },
      },
    ],
    "n/a": [
      UNDEPLOYED,
      composed("    restart: always\n"),
      composed("    read_only: true\n"),
      podded("          ports: [{containerPort: 80}]\n"),
    ],
  },
  fix: [
    {
      title: "room for each folder that the program writes",
      before: nginx("    tmpfs:\n      - /tmp # scratch\n"),
      after: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.29.1\n    read_only: true\n    tmpfs:\n      - /tmp # scratch\n      - /var/cache/nginx\n      - /run\n",
      },
      safety: "review",
    },
    {
      title: "what a trial showed",
      before: gunicorn(""),
      after: {
        "compose.yaml": 'services:\n  web:\n    build: .\n    read_only: true\n    tmpfs:\n      - "/tmp:uid=1000,gid=1000"\n',
      },
      trial: {
        hardened: {
          user: null,
          capAdd: [],
          tmpfs: [{ path: "/tmp", options: "uid=1000,gid=1000" }],
          init: false,
          stopGraceSeconds: 10,
          compose: "",
          command: "",
        },
      },
    },
    {
      title: "beside the program",
      before: {
        Dockerfile: "FROM debian:12-slim\nUSER 1000\nWORKDIR /srv\nCOPY . .\nCMD ./app >> /srv/out.log\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    read_only: true\n",
      },
      because: "/srv/out.log lies where the program lies",
    },
  ],
});
