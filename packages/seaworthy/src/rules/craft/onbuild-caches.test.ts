import { testRule } from "../../testing/test-rule.js";
import rule from "./onbuild-caches.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apk add tini\nONBUILD RUN apk add --no-cache tini\n",
      "FROM debian:13-slim\nONBUILD RUN --mount=type=cache,target=/root/.cache/pip pip install x\n",
      "FROM debian:13-slim\nONBUILD RUN dnf install -y x && dnf clean all\n",
      "FROM debian:13-slim\nONBUILD RUN pip install --no-cache-dir x\n",
      "FROM debian:13-slim\nENV PIP_NO_CACHE_DIR=1\nONBUILD RUN pip install x\n",
      'FROM debian:13-slim\nONBUILD ENV PIP_NO_CACHE_DIR="1"\nONBUILD RUN pip install x\n',
    ],
    no: [
      "FROM debian:13-slim\nONBUILD RUN «pip install x»\n",
      "FROM debian:13-slim\nONBUILD RUN «dnf install -y x»\n",
      "FROM debian:13-slim\nONBUILD RUN «yarn install»\n",
      "FROM debian:13-slim\nONBUILD RUN «pip install x»\nONBUILD ENV PIP_NO_CACHE_DIR=1\n",
      "FROM debian:13-slim\nONBUILD RUN «apt-get update» && apt-get install -y x\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN sudo apt-get install x\n"],
  },
});
