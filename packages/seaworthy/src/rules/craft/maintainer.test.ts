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
});
