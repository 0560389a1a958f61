import { testRule } from "../../testing/test-rule.js";
import rule from "./unbuffered.js";

const python = (text: string) => ({ Dockerfile: `FROM python:3.13-slim\nCOPY . .\n${text}\n`, "main.py": 'print("up")\n' });

testRule(rule, {
  source: {
    yes: [
      python('CMD ["python3", "-u", "main.py"]'),
      python('CMD ["python", "-Xutf8", "-Bu", "main.py"]'),
      python('ENV PYTHONUNBUFFERED yes\nCMD ["python", "main.py"]'),
      {
        files: {
          ...python('CMD ["python", "main.py"]'),
          "compose.yaml": 'services:\n  app:\n    build: .\n    environment:\n      PYTHONUNBUFFERED: "1"\n',
        },
      },
    ],
    no: [
      python('«CMD ["python", "main.py", "-u"]»'),
      python('ENV PYTHONUNBUFFERED=""\n«CMD ["python", "main.py"]»'),
      python("«CMD exec python main.py»"),
      {
        title: "set in the builder alone",
        files: {
          Dockerfile:
            'FROM python:3.13 AS build\nENV PYTHONUNBUFFERED=1\nFROM python:3.13-slim\nCOPY . .\n«CMD ["python", "main.py"]»\n',
          "main.py": "print(1)\n",
        },
      },
    ],
    unknown: [python('ARG WANTED\nENV PYTHONUNBUFFERED=$WANTED\nCMD ["python", "main.py"]')],
    "n/a": ['FROM node:22-slim\nCMD ["node", "x.js"]\n'],
  },
});
