import { testRule } from "../../testing/test-rule.js";
import rule from "./no-release-upgrade.js";

testRule(rule, {
  source: {
    yes: [
      "FROM opensuse/leap:16.0\nRUN zypper -n in tini\n",
      "FROM opensuse/leap:16.0\nRUN zypper -n update\n",
      "FROM opensuse/leap:16.0\nRUN zypper clean && echo dup\n",
      "FROM opensuse/leap:16.0\nRUN zypper -n in dist-upgrade-tool\n",
    ],
    no: [
      "FROM opensuse/leap:16.0\nRUN «zypper dup»\n",
      "FROM opensuse/leap:16.0\nRUN zypper ref && «zypper --non-interactive dist-upgrade -l»\n",
      "FROM opensuse/leap:16.0\nONBUILD RUN «zypper dup»\n",
      "FROM opensuse/leap:16.0 AS unused\nRUN «zypper -n dup»\nFROM opensuse/leap:16.0\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN dup dup\n"],
  },
});
