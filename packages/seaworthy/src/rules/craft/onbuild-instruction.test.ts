import { testRule } from "../../testing/test-rule.js";
import rule from "./onbuild-instruction.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nONBUILD COPY . .\n",
      "FROM alpine:3.23\nONBUILD RUN echo FROM\n",
      "FROM alpine:3.23\nonbuild user app\n",
      "FROM alpine:3.23\nONBUILD ENV FROM=x\n",
    ],
    no: [
      "FROM alpine:3.23\n«ONBUILD ONBUILD RUN x»\n",
      "FROM alpine:3.23\n«ONBUILD MAINTAINER someone»\n",
      "FROM alpine:3.23\n«onbuild from alpine:3.23»\n",
      "FROM alpine:3.23\n«ONBUILD \\\n  MAINTAINER x»\nRUN y\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
});
