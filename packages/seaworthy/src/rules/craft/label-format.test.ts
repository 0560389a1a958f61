import { testRule } from "../../testing/test-rule.js";
import rule from "./label-format.js";

const options = { labels: ["t", "u=url", "d=rfc3339", "l=spdx", "c=hash", "v=semver", "m=email"] };

testRule(rule, {
  source: {
    yes: [
      { files: "FROM alpine:3.23\nLABEL t=x u=https://acme.dev d=2026-02-03T04:05:06Z l=MIT\n", options },
      { files: 'FROM alpine:3.23\nLABEL c="abcdef0" v=1.0.0 m=a@acme.dev other=""\n', options },
      { files: "FROM alpine:3.23\nLABEL l Apache-2.0 OR MIT\n", options },
      { files: "FROM alpine:3.23\nLABEL 'l'='MIT'\n", options },
    ],
    no: [
      { files: 'FROM alpine:3.23\nLABEL t=«""» u=«acme.dev» d=«yesterday»\n', options },
      { files: "FROM alpine:3.23\nLABEL l=«free» c=«main» v=«1» m=«me»\n", options },
      { files: "FROM alpine:3.23 AS x\nLABEL v=«v1.0.0»\nFROM alpine:3.23\n", options },
      { files: "FROM alpine:3.23\nONBUILD LABEL m=«me@»\n", options },
    ],
    unknown: [{ files: "FROM alpine:3.23\nARG V\nLABEL v=$V\n", options }],
    "n/a": ["FROM alpine:3.23\nLABEL v=x\n", { files: "FROM alpine:3.23\nLABEL x=y\n", options }],
  },
});
