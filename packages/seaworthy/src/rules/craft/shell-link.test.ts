import { testRule } from "../../testing/test-rule.js";
import rule from "./shell-link.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN ln -sf /bin/true /sbin/initctl\n",
      "FROM debian:13-slim\nRUN ln -s /bin/sh /usr/local/bin/mysh\n",
      "FROM debian:13-slim\nRUN ln -s a b && echo /bin/sh\n",
      "FROM debian:13-slim\nRUN ln -s /bin/bash /opt/bin/sh\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN rm /bin/sh && «ln -s /bin/bash /bin/sh»\n",
      'FROM debian:13-slim\nRUN «ln -snf bash "/bin/sh"»\n',
      "FROM debian:13-slim\nRUN sudo true\nONBUILD RUN «ln -s /bin/bash /bin/sh»\n",
      "FROM debian:13-slim AS a\nRUN «ln -sf /usr/bin/bash /usr/bin/sh»\nFROM debian:13-slim\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN echo ln /bin/sh\n"],
  },
});
