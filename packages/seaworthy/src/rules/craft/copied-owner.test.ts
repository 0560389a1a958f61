import { testRule } from "../../testing/test-rule.js";
import rule from "./copied-owner.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nUSER app\nCOPY --chown=app x /x\n",
      "FROM alpine:3.23\nUSER 1000\nADD --chown=0:0 x /x\n",
      "FROM alpine:3.23\nCOPY x /x\nUSER app\nCOPY --chown=app y /y\n",
      "FROM alpine:3.23\nUSER app\nUSER root\nCOPY x /x\nUSER app\nCOPY --chown=app y /y\n",
    ],
    no: [
      "FROM alpine:3.23\nUSER app\n«COPY» x /x\n",
      "FROM alpine:3.23\nUSER 1000:0\n«ADD» x /x\n«COPY» --chmod=755 y /y\n",
      "FROM alpine:3.23 AS a\nUSER app\nFROM a\n«COPY» x /x\n",
      "FROM alpine:3.23 AS a\nUSER app\n«COPY» x /x\nFROM alpine:3.23\nCOPY y /y\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nCOPY x /x\nUSER app\n",
      "FROM alpine:3.23\nUSER root\nCOPY x /x\n",
      "FROM alpine:3.23\nUSER $U\nCOPY x /x\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nUSER ContainerUser\nCOPY x C:/x\n",
    ],
  },
});
