import { testRule } from "../../testing/test-rule.js";
import rule from "./logging-driver.js";

const compose = (more: string) => ({
  Dockerfile: "FROM alpine:3.22\n",
  "compose.yaml": `services:\n  app:\n    build: .\n${more}`,
});

testRule(rule, {
  source: {
    yes: [
      compose(""),
      compose("    logging:\n      driver: syslog\n"),
      compose("    logging:\n      options: { max-size: 10m }\n"),
      {
        files: { "compose.yaml": "services:\n  db:\n    image: postgres:16.4\n    logging: { driver: local }\n" },
        service: "db",
      },
    ],
    no: [
      compose('    logging:\n      driver: «"none"»\n'),
      compose("    logging: { driver: «none» }\n"),
      {
        files: { "compose.yaml": "services:\n  db:\n    image: postgres:16.4\n    logging: { driver: «none» }\n" },
        service: "db",
      },
      {
        title: "through an anchor",
        files: {
          Dockerfile: "FROM alpine:3.22\n",
          "compose.yaml": "x-log: &log\n  driver: «none»\nservices:\n  app:\n    build: .\n    logging: *log\n",
        },
      },
    ],
    unknown: [compose("    logging:\n      driver: ${DRIVER}\n")],
    "n/a": ["FROM alpine:3.22\n"],
  },
  fix: [
    {
      before: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    logging:\n      driver: none\n" },
      after: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    logging:\n      driver: local\n" },
      safety: "review",
    },
  ],
});
