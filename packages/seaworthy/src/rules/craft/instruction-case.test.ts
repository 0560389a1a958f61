import { testRule } from "../../testing/test-rule.js";
import rule from "./instruction-case.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN <<end\nlower\nend\n",
      "from alpine:3.23\nrun echo A\n",
      { files: "arg V=3.23\nFROM alpine:$V\nRUN echo A\n", title: "what stands before the first FROM does not count" },
      { files: "FROM alpine:3.23\nONBUILD run echo A\n", title: "nor does what stands behind ONBUILD" },
    ],
    no: [
      "FROM alpine:3.23\n«Run» echo A\n",
      "«FROM» alpine:3.23\nrun echo A\ncopy a b\n",
      { files: "«from» alpine:3.23\nRUN echo A\n", title: "a tie goes to the capitals" },
      "«From» alpine:3.23\nFROM debian:13\nFROM debian:13\n«user» 1000\n",
      "from alpine:3.23\nrun echo\n«Run» echo\n",
    ],
  },
  fix: [
    {
      before: 'FROM node:24-alpine\ncopy app.js .\nCmd ["node", "app.js"]\n',
      after: 'FROM node:24-alpine\nCOPY app.js .\nCMD ["node", "app.js"]\n',
      safety: "safe",
    },
    {
      before: 'from node:24-alpine\ncopy app.js .\nCMD ["node", "app.js"]\n',
      after: 'from node:24-alpine\ncopy app.js .\ncmd ["node", "app.js"]\n',
    },
  ],
});
