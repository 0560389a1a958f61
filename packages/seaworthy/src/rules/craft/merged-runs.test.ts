import { testRule } from "../../testing/test-rule.js";
import rule from "./merged-runs.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN a\nCOPY b b\nRUN c\n",
      "FROM alpine:3.23\nRUN a && b\nRUN c\n",
      "FROM alpine:3.23\nRUN --mount=type=cache,target=/x a\nRUN b\n",
      "FROM alpine:3.23\nRUN a\nFROM alpine:3.23\nRUN b\n",
      "FROM alpine:3.23\nRUN a\nONBUILD RUN b\n",
      "FROM alpine:3.23\nRUN <<EOF\na\nb\nEOF\nRUN c\n",
      {
        title: "another language",
        files: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN a ; b\nRUN c ; d\n',
      },
    ],
    no: [
      "FROM alpine:3.23\nRUN a\n\n# why\n«RUN b»\n",
      "FROM alpine:3.23\nRUN a && b\nRUN c\n«RUN d»\n«RUN e»\n",
      "FROM alpine:3.23\nRUN --network=none a\n«RUN --network=none b»\n",
      'FROM alpine:3.23\nRUN ["a"]\n«RUN ["b"]»\n',
      "FROM alpine:3.23\nRUN a\n«RUN if [ ! -f .env ]; then b; fi»\n",
    ],
    "n/a": ["FROM alpine:3.23\n"],
  },
  fix: [
    {
      before: "FROM alpine:3.23\nRUN adduser -D app\n# its folder\nRUN mkdir /srv/app\nRUN id\n",
      after: "FROM alpine:3.23\nRUN adduser -D app \\\n# its folder\n    && mkdir /srv/app \\\n    && id\n",
      safety: "review",
    },
    {
      title: "mounts",
      before: "FROM alpine:3.23\nRUN --mount=type=cache,target=/x a\nRUN --mount=type=cache,target=/x b\n",
      because: "RUNs with mounts stay apart",
    },
  ],
});
