import { testRule } from "../../testing/test-rule.js";
import rule from "./rotation.js";

const compose = (more: string) => ({
  Dockerfile: "FROM alpine:3.22\n",
  "compose.yaml": `services:\n  app:\n    build: .\n${more}`,
});

testRule(rule, {
  source: {
    yes: [
      compose("    logging:\n      driver: local\n"),
      compose("    logging:\n      options: { max-size: 10m }\n"),
      compose("    logging:\n      driver: fluentd\n"),
      compose('    logging:\n      driver: json-file\n      options:\n        max-size: "50m"\n'),
    ],
    no: [
      compose("    logging:\n      driver: «json-file»\n      options: { max-file: '3' }\n"),
      compose('    logging: { driver: «"json-file"» }\n'),
      compose("    logging:\n      driver: «JSON-file»\n"),
      {
        files: { "compose.yaml": "services:\n  db:\n    image: postgres:16.4\n    logging: { driver: «json-file» }\n" },
        service: "db",
      },
    ],
    unknown: [compose(""), compose("    logging:\n      driver: ${DRIVER}\n")],
    "n/a": ["FROM alpine:3.22\n"],
  },
  fix: [
    {
      before: { "compose.yaml": "services:\n  a:\n    image: redis:8.2\n    logging:\n      driver: json-file\n" },
      after: {
        "compose.yaml":
          'services:\n  a:\n    image: redis:8.2\n    logging:\n      driver: json-file\n      options:\n        max-size: 10m\n        max-file: "3"\n',
      },
      safety: "review",
    },
    {
      title: "some options are there",
      before: {
        "compose.yaml": 'services:\n  a:\n    image: redis:8.2\n    logging: {driver: json-file, options: {max-file: "5"}}\n',
      },
      after: {
        "compose.yaml":
          'services:\n  a:\n    image: redis:8.2\n    logging: {driver: json-file, options: {max-file: "5", max-size: 10m}}\n',
      },
    },
  ],
});
