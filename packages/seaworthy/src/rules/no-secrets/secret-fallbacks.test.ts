import { testRule } from "../../testing/test-rule.js";
import rule from "./secret-fallbacks.js";

const compose = (environment: string) => ({
  Dockerfile: "FROM alpine:3.22\n",
  "compose.yaml": `services:\n  api:\n    build: .\n    environment:\n${environment}`,
});

testRule(rule, {
  source: {
    yes: [
      compose("      DB_PASSWORD: ${DB_PASSWORD}\n"),
      compose("      DB_PASSWORD: ${DB_PASSWORD:-}\n"),
      compose("      SMTP_PORT: ${SMTP_PORT:-25}\n"),
      compose("      API_TOKEN: ${API_TOKEN:-none}\n"),
      { title: "a literal is another rule's", files: compose("      DB_PASSWORD: tr0ub4dor\n") },
    ],
    no: [
      compose("      DB_PASSWORD: «${DB_PASSWORD:-password}»\n"),
      compose('      DB_PASSWORD: «"${DB_PASSWORD-tr0ub4dor}"»\n'),
      compose("      - «JWT_SECRET=${JWT_SECRET:-tr0ub4dor}»\n"),
      {
        "compose.yaml":
          "services:\n  redis:\n    image: redis:8.2\n    command: «redis-server --requirepass ${REDIS_PASSWORD:-tr0ub4dor}»\n",
      },
      compose("      DATABASE_URL: «postgres://${U:-app}:${P:-tr0ub4dor}@db/app»\n"),
    ],
    "n/a": ["FROM alpine:3.22\n"],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        "compose.yaml":
          "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD: '${DB_PASSWORD:-tr0ub4dor}' # ours\n",
      },
      after: {
        "compose.yaml":
          "services:\n  api:\n    build: .\n    environment:\n      DB_PASSWORD: '${DB_PASSWORD:?set DB_PASSWORD}' # ours\n",
      },
      safety: "review",
    },
  ],
});
