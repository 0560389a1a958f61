import { testRule } from "../../testing/test-rule.js";
import rule from "./maintainer.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\n",
      "FROM alpine:3.23\n# MAINTAINER x\n",
      "FROM alpine:3.23\nLABEL maintainer=x\n",
      "FROM alpine:3.23\nRUN echo \\\nMAINTAINER\n",
    ],
    no: [
      "FROM alpine:3.23\n«maintainer x»\n",
      "«MAINTAINER x»\nFROM alpine:3.23\n",
      "FROM alpine:3.23\n«MAINTAINER x»\n«MAINTAINER y»\n",
      "FROM alpine:3.23 AS a\n«MAINTAINER x»\nFROM alpine:3.23\n",
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.23\n# who\nMAINTAINER Ann Lee <ann@acme.dev>\nRUN id\n",
      after: 'FROM alpine:3.23\n# who\nLABEL org.opencontainers.image.authors="Ann Lee <ann@acme.dev>"\nRUN id\n',
      safety: "safe",
    },
    {
      title: "in lower case, with what a label would take for a variable or a quote",
      before: 'from alpine:3.23\nmaintainer $TEAM "ops"',
      after: 'from alpine:3.23\nlabel org.opencontainers.image.authors="\\$TEAM \\"ops\\""',
    },
    { title: "before any stage", before: "MAINTAINER x\nFROM alpine:3.23\n", because: "belongs to no stage" },
  ],
});
