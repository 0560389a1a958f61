import { testRule } from "../../testing/test-rule.js";
import rule from "./no-build-tools.js";

testRule(rule, {
  source: {
    yes: [
      {
        title: "scripts that prepare the app's own files",
        files:
          "FROM debian:12-slim\nCOPY scripts /scripts\nRUN bash /scripts/certificates.sh && /usr/local/mysql/scripts/mysql_install_db --user=mysql\n",
      },
      "FROM node:24-slim\nCOPY . .\n",
      { title: "a full image is another claim", files: "FROM node:24\nCOPY . .\n" },
      { title: "a JDK is another claim", files: "FROM eclipse-temurin:21\nCOPY app.jar /\n" },
      "FROM alpine:3.23\nRUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build\n",
      "FROM debian:13-slim\nRUN apt-get update && apt-get install -y gcc && make && apt-get purge -y --auto-remove gcc\n",
      'FROM debian:13-slim\nRUN buildDeps="gcc make" && apt-get install -y $buildDeps && make && apt-get purge -y $buildDeps\n',
      {
        title: "only the builder",
        files: "FROM rust:1.90 AS b\nRUN apt-get install -y cmake\nFROM scratch\nCOPY --from=b /a /a\n",
      },
      "FROM debian:13-slim\nRUN apt-get install -y git python3-pip libpq5 udev libstdc++6\n",
      "FROM alpine:3.23\nENV PKGS='tini curl'\nRUN apk add $PKGS\n",
    ],
    no: [
      "FROM «rust:1.90»\nCOPY . .\n",
      "FROM «maven:3.9-eclipse-temurin-21»\nCOPY . .\n",
      "FROM «mcr.microsoft.com/dotnet/sdk:10.0»\nCOPY . .\n",
      "FROM «golang:1.26-alpine» AS base\nFROM base\n",
      "FROM debian:13-slim\nRUN apt-get install -y «gcc» tini\n",
      {
        title: "removed one layer too late",
        files: "FROM debian:13-slim\nRUN apt-get install -y «gcc»\nRUN apt-get purge -y gcc\n",
      },
      "FROM php:8.4-alpine\nRUN apk add --no-cache «$PHPIZE_DEPS»\n",
      "FROM alpine:3.23\nENV PKGS='tini make'\nRUN apk add «$PKGS»\n",
      { title: "even on an unknown base", files: "FROM registry.example.com/base:1\nRUN apk add «build-base»\n" },
      "FROM alpine:3.23\nRUN apk add «openssl-dev»\n",
    ],
    unknown: [
      {
        title: "an installer that is not read",
        files:
          "FROM debian:12-slim\nCOPY release.tar.gz /root/\nRUN tar -xf /root/release.tar.gz -C /root && /root/release/scripts/setup/install --quiet\n",
        because: "was not read",
      },
      "FROM registry.example.com/base:1\nCOPY . .\n",
      "ARG BASE\nFROM $BASE\n",
      "FROM alpine:3.23\nARG EXTRA\nRUN apk add $EXTRA\n",
    ],
    "n/a": ["FROM mcr.microsoft.com/windows/servercore:ltsc2022\n"],
  },
  fix: [
    {
      title: "Python, with packages that are compiled",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "a.py"]\n',
        "requirements.txt": "psycopg2==2.9\n",
        "a.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN apt-get update && apt-get install -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n\nFROM python:3.13-slim\nENV PATH=/opt/venv/bin:$PATH\nRUN apt-get update \\\n    && apt-get install -y --no-install-recommends libpq5 \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY requirements.txt .\nCOPY . .\nCMD ["python", "a.py"]\n',
      },
      safety: "review",
    },
    {
      title: "in a file that has stages",
      before:
        'FROM python:3.13 AS build\nRUN pip wheel x\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev tini\nCOPY --from=build /w /w\nCMD ["python", "a.py"]\n',
      after:
        'FROM python:3.13 AS build\nRUN pip wheel x\nFROM python:3.13-slim\nRUN apt-get update && apt-get install -y libpq5 tini\nCOPY --from=build /w /w\nCMD ["python", "a.py"]\n',
    },
    {
      title: "uv: the environment of the project, whose interpreter the base brings",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --no-dev --no-install-project\nCOPY . .\nRUN uv sync --frozen --no-dev\nCMD [".venv/bin/python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "uv.lock": "",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nENV UV_PYTHON_DOWNLOADS=never\nCOPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY pyproject.toml uv.lock ./\nRUN uv sync --frozen --no-dev --no-install-project\nCOPY . .\nRUN uv sync --frozen --no-dev\n\nFROM python:3.13-slim\nENV PATH=/app/.venv/bin:$PATH\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nCOPY pyproject.toml uv.lock ./\nCOPY . .\nCMD [".venv/bin/python", "src/main.py"]\n',
      },
      safety: "review",
    },
    {
      title: "uv's own image, and a PATH that names the environment",
      before: {
        Dockerfile:
          'FROM ghcr.io/astral-sh/uv:python3.12-bookworm\nWORKDIR /app\nENV PATH="/app/.venv/bin:$PATH"\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN uv sync --frozen --no-dev\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "uv.lock": "",
      },
      after: {
        Dockerfile:
          'FROM ghcr.io/astral-sh/uv:python3.12-bookworm AS build\nWORKDIR /app\nENV UV_PYTHON_DOWNLOADS=never\nENV PATH="/app/.venv/bin:$PATH"\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN uv sync --frozen --no-dev\n\nFROM python:3.12-slim-bookworm\nENV PATH="/app/.venv/bin:$PATH"\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nCOPY . .\nCMD ["python", "src/main.py"]\n',
      },
      safety: "review",
    },
    {
      title: "uv that would fetch another Python",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN uv sync --frozen\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "uv.lock": "",
        ".python-version": "3.11\n",
      },
      because: "asks for: uv brings one of its own",
    },
    {
      title: "started by uv",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN uv sync --frozen\nENTRYPOINT ["uv", "run", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "uv.lock": "",
      },
      because: "it is started by uv",
    },
    {
      title: "uv that installs into the system",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN uv sync --frozen\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "uv.lock": "",
      },
      because: "uv installs into the system",
    },
    {
      title: "poetry without environments: it is told of one, and stays out of it",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nRUN pip install poetry==2.1.1 && poetry config virtualenvs.create false\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY . .\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "src/main.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV VIRTUAL_ENV=/opt/venv\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nRUN pip install poetry==2.1.1 && poetry config virtualenvs.create false\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY . .\n\nFROM python:3.13-slim\nENV PATH=/opt/venv/bin:$PATH\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY pyproject.toml poetry.lock ./\nCOPY . .\nCMD ["python", "src/main.py"]\n',
      },
      safety: "review",
    },
    {
      title: "poetry in the project",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install poetry && poetry install --only main\nCMD ["/app/.venv/bin/python", "src/main.py"]\n',
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "src/main.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install poetry && poetry install --only main\n\nFROM python:3.13-slim\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nENV PATH=/app/.venv/bin:$PATH\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nCOPY . .\nCMD ["/app/.venv/bin/python", "src/main.py"]\n',
      },
      safety: "review",
    },
    {
      title: "poetry with an environment in the home",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install poetry && poetry install --only main\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "src/main.py": "print(1)\n",
      },
      because: "where poetry keeps its environment is not known",
    },
    {
      title: "poetry, and a program of the app behind it",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN poetry config virtualenvs.create false && poetry install --only main\nRUN python manage.py collectstatic\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "src/main.py": "print(1)\n",
      },
      because: "python runs behind the install, and needs the packages",
    },
    {
      title: "pdm",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nRUN pip install pdm\nCOPY . .\nRUN pdm sync --prod\nCMD [".venv/bin/python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "pdm.lock": "",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nRUN pip install pdm\nCOPY . .\nRUN pdm sync --prod\n\nFROM python:3.13-slim\nENV PATH=/app/.venv/bin:$PATH\nWORKDIR /app\nCOPY --from=build /app/.venv /app/.venv\nCOPY . .\nCMD [".venv/bin/python", "src/main.py"]\n',
      },
      safety: "review",
    },
    {
      title: "a project that pip installs",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install --no-cache-dir .\nCMD ["a"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install --no-cache-dir .\n\nFROM python:3.13-slim\nENV PATH=/opt/venv/bin:$PATH\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY . .\nCMD ["a"]\n',
      },
      safety: "review",
    },
    {
      title: "two installers",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nCOPY . .\nRUN pip install -r requirements.txt && pdm sync --prod\nCMD ["python", "src/main.py"]\n',
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "print(1)\n",
        "requirements.txt": "a==1\n",
      },
      because: "packages are installed by pip and pdm",
    },
    {
      title: "packages that another user than root installs",
      before: {
        Dockerfile:
          'FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\nUSER 1000\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "main.py"]\n',
        "requirements.txt": "a==1\n",
        "main.py": "print(1)\n",
      },
      because: "by another user than root",
    },
    {
      title: "libraries by the names that Alpine has for them",
      before: {
        Dockerfile:
          'FROM python:3.13-alpine\nWORKDIR /app\nRUN apk add --no-cache gcc libffi-dev postgresql-dev\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\nCMD ["python", "main.py"]\n',
        "requirements.txt": "a==1\n",
        "main.py": "print(1)\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-alpine AS build\nWORKDIR /app\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN apk add --no-cache gcc libffi-dev postgresql-dev\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n\nFROM python:3.13-alpine\nENV PATH=/opt/venv/bin:$PATH\nRUN apk add --no-cache libffi libpq\nWORKDIR /app\nCOPY --from=build /opt/venv /opt/venv\nCOPY . .\nCMD ["python", "main.py"]\n',
      },
    },
  ],
});
