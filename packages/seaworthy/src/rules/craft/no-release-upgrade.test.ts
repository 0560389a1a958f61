import { testRule } from "../../testing/test-rule.js";
import rule from "./no-release-upgrade.js";

testRule(rule, {
  source: {
    yes: [
      "FROM opensuse/leap:16.0\nRUN zypper -n in tini\n",
      "FROM opensuse/leap:16.0\nRUN zypper -n update\n",
      "FROM opensuse/leap:16.0\nRUN zypper clean && echo dup\n",
      "FROM opensuse/leap:16.0\nRUN zypper -n in dist-upgrade-tool\n",
      "FROM debian:13-slim\nRUN apt-get update && apt-get upgrade -y\n",
    ],
    no: [
      "FROM opensuse/leap:16.0\nRUN «zypper dup»\n",
      "FROM debian:13-slim\nRUN apt-get update && «apt-get -qq dist-upgrade -y»\n",
      "FROM debian:13-slim\nRUN «apt full-upgrade -y»\n",
      "FROM opensuse/leap:16.0\nRUN zypper ref && «zypper --non-interactive dist-upgrade -l»\n",
      "FROM opensuse/leap:16.0\nONBUILD RUN «zypper dup»\n",
      "FROM opensuse/leap:16.0 AS unused\nRUN «zypper -n dup»\nFROM opensuse/leap:16.0\n",
    ],
    "n/a": ["FROM alpine:3.23\nRUN dup dup\n"],
  },
  image: {
    yes: [
      {
        history: [
          { createdBy: "RUN /bin/sh -c apt-get update && apt-get upgrade -y # buildkit", created: null, comment: "", layer: 0 },
        ],
      },
    ],
    no: [
      {
        image: {
          history: [{ createdBy: "/bin/sh -c apt-get update && apt-get -y dist-upgrade", created: null, comment: "", layer: 0 }],
        },
        at: ["1"],
      },
    ],
    "n/a": [
      {},
      { history: [{ createdBy: "RUN /bin/sh -c echo dist-upgrade # buildkit", created: null, comment: "", layer: 0 }] },
    ],
  },
});
