import { testRule } from "../../testing/test-rule.js";
import rule from "./defined-variables.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nARG A\nCOPY $A /x\n",
      "FROM alpine:3.23\nENV A=1\nENV B=$A PATH=/x:$PATH\n",
      { files: "FROM alpine:3.23 AS a\nARG A=1\nFROM a\nCOPY $A /x\n", title: "from the stage below" },
      { files: "FROM alpine:3.23 AS a\nONBUILD ARG A\nFROM a\nCOPY $A /x\n", title: "from a trigger of the stage below" },
      "FROM node:24\nLABEL node=$NODE_VERSION\n",
      "FROM alpine:3.23\nARG A=1 B=$A\nUSER $B\n",
      { files: { Dockerfile: "FROM alpine:3.23\nENV A=b\nCOPY <<'end' /x\n$B\nend\nLABEL a=$A\n" }, title: "a quoted heredoc" },
    ],
    no: [
      "FROM alpine:3.23\nCOPY «$A» /x\nARG A=1\n",
      { files: "ARG A=1\nFROM alpine:3.23\nCOPY «$A» /x\n", title: "an ARG above the first FROM" },
      "FROM alpine:3.23\nWORKDIR «$HOME»/app\n",
      { files: "FROM alpine:3.23\nENV APP_DIR=/x\nWORKDIR «${APP_DRI}»\n", because: "did you mean $APP_DIR?" },
      { files: "FROM alpine:3.23\nENV A=1 B=«$A»\n", title: "one ENV does not see itself" },
      "FROM scratch\nUSER «$UID»:«${GID:-1}»\n",
      "FROM alpine:3.23\nCOPY --chown=«$A» --chmod=«$B» x /x\nADD --checksum=«$C» x /x\n",
      "FROM alpine:3.23\nRUN --mount=type=cache,target=«$A» echo $B\n",
      "FROM alpine:3.23\nCOPY <<end /x\n«$A» 'it «$B»'\nend\n",
      'FROM alpine:3.23\nLABEL price="«$5»"\n',
      "FROM node:24\nLABEL a=«$TARGETARCH»\n",
      "FROM alpine:3.23 AS a\nARG A=1\nFROM alpine:3.23\nCOPY «$A» /x\n",
    ],
    unknown: [
      "FROM ghcr.io/acme/base:1.2\nCOPY x $APP_HOME\n",
      "ARG BASE\nFROM $BASE\nCOPY x $APP_HOME\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR $HOME\n",
    ],
    "n/a": [
      "FROM alpine:3.23\nRUN echo $A\nCMD echo $A\nHEALTHCHECK CMD test $A\n",
      "FROM alpine:3.23\nONBUILD COPY $A /x\n",
      "FROM alpine:3.23\nLABEL a='$A' b=\\$B\n",
    ],
  },
});
