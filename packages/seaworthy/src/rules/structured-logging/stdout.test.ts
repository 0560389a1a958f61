import { testRule } from "../../testing/test-rule.js";
import rule from "./stdout.js";

const python = (command: string, code = 'print("up")\n') => ({
  Dockerfile: `FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n${command}\n`,
  "main.py": code,
});

testRule(rule, {
  source: {
    yes: [
      python('CMD ["gunicorn", "--access-logfile", "-", "--error-logfile=/dev/stderr", "main:app"]'),
      python("CMD echo ready > /tmp/ready && exec python main.py"),
      python('CMD ["python", "main.py", "--log-file", "/dev/stdout"]'),
      { title: "a server's own log", files: "FROM nginx:1.29-alpine\nCOPY dist /usr/share/nginx/html\n" },
    ],
    no: [
      python("CMD python main.py «>> /var/log/app.log» 2>&1"),
      python("CMD python main.py 2>&1 | tee «/var/log/app.log»"),
      python('«ENTRYPOINT ["python", "main.py", "--logfile=/logs/app.log"]»'),
      python('CMD ["python", "main.py"]', 'import logging\nlogging.basicConfig(filename="/var/log/app.log")\n'),
      {
        title: "a Compose file that overrides the start",
        files: {
          ...python('CMD ["python", "main.py"]'),
          "compose.yaml": "services:\n  app:\n    build: .\n    command: «gunicorn --log-file /var/log/g.log main:app»\n",
        },
      },
    ],
    unknown: ['FROM ruby:3.4-slim\nCMD ["ruby", "app.rb"]\n'],
    "n/a": ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n'],
  },
});
