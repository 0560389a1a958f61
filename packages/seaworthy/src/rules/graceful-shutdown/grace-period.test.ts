import { testRule } from "../../testing/test-rule.js";
import rule from "./grace-period.js";

const GUNICORN = 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n';
const compose = (rest: string, dockerfile = GUNICORN) => ({
  Dockerfile: dockerfile,
  "compose.yaml": `services:\n  web:\n    build: .\n${rest ? `    ${rest}\n` : ""}`,
});
const kubernetes = (pod: string, container = "") =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n${pod}      containers:\n        - name: web\n          image: acme/web:1\n${container}`;
const SLOW = 'FROM python:3.13-slim\nCMD ["uvicorn", "app:app"]\n';

testRule(rule, {
  source: {
    yes: [
      compose("stop_grace_period: 1m"),
      compose("stop_grace_period: 30s"),
      compose("", 'FROM python:3.13-slim\nCMD ["gunicorn", "--graceful-timeout", "8", "app:app"]\n'),
      { title: "the default of Kubernetes", files: { Dockerfile: GUNICORN, "k8s.yaml": kubernetes("") } },
      { title: "the app names no limit", files: compose("stop_grace_period: 5s", 'FROM alpine:3.22\nCMD ["/app"]\n') },
      {
        title: "a short one, shorter still by the app",
        files: compose(
          "stop_grace_period: 2s",
          'FROM python:3.13-slim\nCMD ["uvicorn", "app:app", "--timeout-graceful-shutdown", "1"]\n',
        ),
      },
      {
        title: "another program than the image's server",
        files: {
          Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nCMD ["gunicorn", "app:app"]\n',
          "requirements.txt": "celery==5.5.0\ngunicorn==23.0.0\n",
          "app.py": "",
          "compose.yaml": "services:\n  worker:\n    build: .\n    command: celery -A app worker\n",
        },
      },
      {
        title: "a foreign image",
        files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n    stop_grace_period: 30s\n" },
      },
    ],
    no: [
      compose("stop_grace_period: «10s»"),
      compose("stop_grace_period: «0s»", SLOW),
      compose("stop_grace_period: «1s»", SLOW),
      {
        Dockerfile: GUNICORN,
        "compose.yaml": "services:\n  «web»:\n    build: .\n",
      },
      { Dockerfile: GUNICORN, "k8s.yaml": kubernetes("      terminationGracePeriodSeconds: «5»\n") },
      {
        title: "a pause before the stop counts",
        files: {
          Dockerfile: GUNICORN,
          "k8s.yaml": kubernetes(
            "      terminationGracePeriodSeconds: «35»\n",
            "          lifecycle:\n            preStop:\n              sleep:\n                seconds: 10\n",
          ),
        },
        because: "preStop of 10 s",
      },
      { title: "a store", files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n    stop_grace_period: «0s»\n" } },
    ],
    unknown: [
      {
        title: "an entry script that starts what it is told",
        files: {
          Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nENTRYPOINT ["./entry.sh"]\nCMD ["server"]\n',
          "requirements.txt": "gunicorn==23.0.0\n",
          "app.py": "",
          "entry.sh": '#!/bin/sh\ncase "$1" in\n  check) ./check ;;\n  server) exec gunicorn app:app ;;\nesac\n',
          "compose.yaml": "services:\n  web:\n    build: .\n    command: check\n",
        },
      },
      compose("", 'FROM alpine:3.22\nCMD ["/app"]\n'),
      { title: "a variable", files: compose("stop_grace_period: ${GRACE}", SLOW) },
      { title: "something unread deploys it too", files: { ...compose(""), "chart/Chart.yaml": "apiVersion: v2\nname: x\n" } },
    ],
    "n/a": [
      GUNICORN,
      { title: "a foreign image by default", files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" } },
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["x"]\n',
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": 'services:\n  web:\n    build: .\n    stop_grace_period: "3s" # quick\n',
      },
      after: { "compose.yaml": 'services:\n  web:\n    build: .\n    stop_grace_period: "35s" # quick\n' },
      safety: "review",
    },
    {
      title: "none was set",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n",
      },
      after: { "compose.yaml": "services:\n  web:\n    build: .\n    stop_grace_period: 35s\n" },
    },
    {
      title: "of a pod",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "k8s.yaml":
          "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 5\n      containers:\n        - image: app:1.0.0\n          name: app\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    image: app:1.0.0\n    stop_grace_period: 40s\n",
      },
      after: {
        "k8s.yaml":
          "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 35\n      containers:\n        - image: app:1.0.0\n          name: app\n",
      },
    },
    {
      title: "what others take over, too, stays as it is",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": 'x-app: &app\n  build: .\n  stop_grace_period: "3s"\n\nservices:\n  web:\n    <<: *app\n    init: true\n',
      },
      after: {
        "compose.yaml":
          'x-app: &app\n  build: .\n  stop_grace_period: "3s"\n\nservices:\n  web:\n    <<: *app\n    init: true\n    stop_grace_period: 35s\n',
      },
    },
    {
      title: "what a variable of an anchor owns",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": 'x-app: &app\n  build: .\n  stop_grace_period: "${GRACE:-3s}"\n\nservices:\n  web:\n    <<: *app\n',
      },
      because: "an anchor that others share owns the value",
    },
    {
      title: "what a variable owns",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
        "compose.yaml": "services:\n  web:\n    build: .\n    stop_grace_period: ${GRACE:-3s}\n",
      },
      because: "the variable GRACE owns the value",
    },
  ],
});
