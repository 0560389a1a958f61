import { testRule } from "../../testing/test-rule.js";
import rule from "./confirmed-install.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apt-get -qq install tini\n",
      "FROM debian:13-slim\nRUN yes | apt-get install tini\n",
      "FROM fedora:43\nRUN dnf install --assumeyes tini && dnf clean all\n",
      "FROM opensuse/leap:16.0\nRUN zypper -n in tini && zypper -n rm vim\n",
      "FROM amazonlinux:2\nRUN yum -y groupinstall dev\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «apt-get install -q tini»\n",
      "FROM fedora:43\nRUN «microdnf install tini»\n",
      "FROM opensuse/leap:16.0\nRUN «zypper in tini»\nRUN «zypper rm vim»\n",
      "FROM amazonlinux:2\nONBUILD RUN «yum install tini»\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN apk add tini\n"],
  },
  fix: [
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get -q install tini\nRUN zypper in tini\nRUN dnf install tini\n",
      after:
        "FROM debian:13-slim\nRUN apt-get update && apt-get -q install -y tini\nRUN zypper --non-interactive in tini\nRUN dnf install -y tini\n",
      safety: "safe",
    },
  ],
});
