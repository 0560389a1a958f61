import { testRule } from "../../testing/test-rule.js";
import rule from "./directory-change.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN make -C /src\n",
      "FROM alpine:3.23\nRUN (cd lib && make) && make install\n",
      "FROM alpine:3.23\nRUN echo cd /x\n",
      'FROM alpine:3.23\nRUN for d in a b; do cd "/src/$d"; make; done\n',
    ],
    no: [
      "FROM alpine:3.23\nRUN make && «cd ..» && make\n",
      "FROM alpine:3.23\nRUN <<EOF\nset -e\n«cd /src»\nmake\nEOF\n",
      "FROM alpine:3.23\nONBUILD RUN «cd /src» && make\n",
      'FROM alpine:3.23\nRUN ["sh", "-c", "«cd /src» && make"]\n',
    ],
    "n/a": ["FROM alpine:3.23\n", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN cd \\app && build\n"],
  },
  fix: [
    {
      before: 'FROM node:22-slim\nWORKDIR /app\nRUN cd lib && make\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nWORKDIR /app\nWORKDIR /app/lib\nRUN make\nWORKDIR /app\nCMD ["node", "a.js"]\n',
      safety: "safe",
    },
    {
      before: "FROM debian:13-slim\n# it\nRUN --network=none cd /src \\\n  && make\n",
      after: "FROM debian:13-slim\nWORKDIR /src\n# it\nRUN --network=none make\nWORKDIR /\n",
    },
    { before: "FROM debian:13-slim\nRUN make && cd /src && make\n", because: "not the first" },
    { before: "FROM acme/base:1\nRUN cd /src && make\n", because: "not known" },
  ],
});
