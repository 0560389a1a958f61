import { testRule } from "../../testing/test-rule.js";
import rule from "./onbuild-recommends.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN apt-get install -y x\nONBUILD RUN apt-get install -y --no-install-recommends x\n",
      "FROM debian:13-slim\nONBUILD RUN apk add x\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get update\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get install -y -o APT::Install-Recommends=false x\n",
    ],
    no: [
      "FROM debian:13-slim\nONBUILD RUN «apt-get install -y x»\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get update && «apt install -y x»\n",
      "FROM debian:13-slim\nONBUILD RUN a\nONBUILD RUN «apt-get install --install-recommends -y x»\n",
      "FROM debian:13-slim\nONBUILD RUN «apt-get -y install a b»\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN sudo apt-get install x\n"],
  },
});
