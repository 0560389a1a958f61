import { testRule } from "../../testing/test-rule.js";
import rule from "./windows-instructions.js";

testRule(rule, {
  source: {
    yes: [
      "FROM golang:1.25 AS build\nRUN --mount=type=cache,target=/root/.cache go build\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY --from=build /a.exe C:/\n",
    ],
    no: [
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n«COPY --chown=app:app a C:/»\n«RUN --mount=type=secret,id=a dir»\n",
    ],
    "n/a": ["FROM alpine:3.23\nSTOPSIGNAL SIGTERM\n"],
  },
});
