import { testRule } from "../../testing/test-rule.js";
import rule from "./secret-names.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nENV PUBLIC_KEY=x TOKEN_FILE=y AUTH_MODULE_VERSION=1\n",
      "FROM alpine:3.23\nARG KEYBOARD=us AUTHOR=me MONKEY\n",
      "ARG VERSION=3.23\nFROM alpine:${VERSION}\n",
      "FROM golang:1.25\nENV GOPRIVATE=git.acme.dev\n",
    ],
    no: [
      "ARG «API_TOKEN»\nFROM alpine:3.23\n",
      "FROM alpine:3.23\nENV A=1 «password»=x «AWS_SECRET_ACCESS_KEY»=y\n",
      "FROM alpine:3.23\nONBUILD ARG «apikey»\n",
      "FROM alpine:3.23 AS a\nARG «SSH_KEY»\nFROM alpine:3.23\n",
      {
        title: "parts of words and names of accounts",
        files: "FROM alpine:3.23\nENV «DBPASSWORD»=x «DB_USERNAME»=y «DOCKER_EMAIL»=z\n",
      },
    ],
    "n/a": ["FROM alpine:3.23\nLABEL password=x\n"],
  },
});
