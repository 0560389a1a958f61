import { composed } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./bound-ports.js";

const store = (ports: string, image = "redis:8.2.2") => ({ "compose.yaml": `services:\n  s:\n    image: ${image}\n${ports}` });

testRule(rule, {
  source: {
    yes: [
      store(""),
      store("    expose: ['6379']\n"),
      store("    ports: ['127.0.0.1:6379:6379']\n"),
      store("    ports: ['[::1]:6379:6379']\n"),
    ],
    no: [
      store("    ports: [«'6379:6379'»]\n"),
      store("    ports: ['0.0.0.0:6379:6379']\n"),
      store("    ports:\n      - target: 5432\n        published: 5432\n", "postgis/postgis:17-3.5"),
      store("    ports: ['8080:8080']\n", "adminer:4.8.1"),
    ],
    "n/a": [composed("    ports: ['80:3000']\n"), store("    ports: ['80:80']\n", "nginx:1.29.1"), "FROM alpine:3.22\n"],
  },
  fix: [
    {
      before: {
        "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n    ports:\n      - '5432:5432'\n      - 127.0.0.1:1:1\n",
      },
      after: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17.2\n    ports:\n      - '127.0.0.1:5432:5432'\n      - 127.0.0.1:1:1\n",
      },
      safety: "review",
    },
    {
      title: "an address that is written out",
      before: { "compose.yaml": 'services:\n  db:\n    image: postgres:17.2\n    ports: ["0.0.0.0:5432:5432"]\n' },
      because: "it may be meant",
    },
  ],
});
