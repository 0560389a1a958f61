import { testRule } from "../../testing/test-rule.js";
import rule from "./onbuild-os-packages.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apk add tini\nONBUILD RUN apk add tini=1\n",
      "FROM debian:13-slim\nONBUILD RUN dnf install -y tini-1.2\n",
      "FROM debian:13-slim\nONBUILD RUN pip install x\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get update\n",
    ],
    no: [
      "FROM debian:13-slim\nONBUILD RUN apk add a=1 «b»\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get install -y «a» «b»\n",
      "FROM debian:13-slim\nONBUILD RUN yum install -y «a»\n",
      "FROM debian:13-slim\nONBUILD RUN zypper -n in «a»\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN sudo apt-get install x\n"],
  },
});
