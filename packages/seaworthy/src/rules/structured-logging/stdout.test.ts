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
  image: {
    yes: [
      {
        title: "the links of nginx's own image",
        image: {
          config: { cmd: ["nginx", "-g", "daemon off;"] },
          files: {
            "/etc/nginx/nginx.conf":
              "error_log  /var/log/nginx/error.log notice;\nhttp {\n    access_log  /var/log/nginx/access.log  main;\n}\n",
            "/var/log/nginx/access.log": { type: "symlink", target: "/dev/stdout" },
            "/var/log/nginx/error.log": { type: "symlink", target: "/dev/stderr" },
          },
        },
      },
      {
        title: "Apache's own image",
        image: {
          config: { cmd: ["httpd-foreground"] },
          files: {
            "/usr/local/apache2/conf/httpd.conf":
              "ErrorLog /proc/self/fd/2\n  CustomLog /proc/self/fd/1 common\n#CustomLog logs/access_log combined\n",
          },
        },
      },
    ],
    no: [
      {
        image: {
          config: { cmd: ["nginx"] },
          files: {
            "/etc/nginx/nginx.conf": "http {\n access_log /var/log/nginx/access.log;\n error_log stderr;\n}\n",
            "/var/log/nginx/access.log": "",
            "/var/log/nginx/error.log": { type: "symlink", target: "/dev/stderr" },
          },
        },
        at: ["/var/log/nginx/access.log"],
      },
      {
        image: {
          config: { entrypoint: ["apache2ctl", "-D", "FOREGROUND"] },
          files: { "/etc/apache2/sites-enabled/000-default.conf": "ErrorLog ${APACHE_LOG_DIR}/error.log\n" },
        },
        because: "/var/log/apache2/error.log",
      },
      { config: { cmd: ["gunicorn", "--access-logfile", "/var/log/app/access.log", "main:app"] } },
    ],
    unknown: [
      { image: { config: { cmd: ["node", "server.js"] } }, because: "a trial would tell" },
      { config: { cmd: ["nginx"] }, files: { "/etc/nginx/nginx.conf": { size: 9_000_000 } } },
      { image: { config: { cmd: ["httpd"] } }, because: "names no log" },
      { config: { cmd: ["nginx"] }, files: { "/etc/nginx/nginx.conf": "access_log logs/a.log;\n" } },
    ],
    "n/a": [{ form: "rootfs" }],
  },
  trial: {
    yes: [
      { trial: { drills: { logs: {}, writes: {} } }, because: "21 lines on stdout and stderr, and no file that grew" },
      {
        title: "what databases call a log",
        trial: {
          drills: {
            logs: {},
            writes: { changes: [{ path: "/data/store/000003.log", how: "added", bytes: 900, growing: true }] },
          },
        },
      },
      {
        title: "other files",
        trial: { drills: { logs: {}, writes: { changes: [{ path: "/tmp/cache", how: "added", bytes: 10, growing: true }] } } },
      },
    ],
    no: [
      {
        trial: { drills: { logs: { files: [{ path: "/app/logs/a.log", from: 0, to: 900 }] }, writes: {} } },
        because: "/app/logs/a.log grew from 0 to 900 bytes under 20 requests",
        at: ["/app/logs/a.log"],
      },
      {
        title: "made at the start and still empty",
        trial: {
          drills: { logs: {}, writes: { changes: [{ path: "/app/error.log", how: "added", bytes: 0, growing: false }] } },
        },
        because: "the log file /app/error.log was written (0 bytes)",
      },
    ],
    unknown: [
      {
        title: "a volume that could not be seen",
        trial: { drills: { logs: { unseen: ["/data"] }, writes: {} } },
        because: "not all that is written below /data could be seen",
      },
      { title: "silence", trial: { drills: { logs: { counts: [] }, writes: {} } } },
      {
        title: "what it wrote could not be seen",
        trial: { drills: { logs: {}, writes: { ran: false, reason: "not here", because: "the engine tells no changes" } } },
      },
    ],
  },
  fix: [
    {
      title: "a file beside the console, its folder and what it was made with",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{}}\n',
        "server.js":
          'const fs = require("fs");\nconst http = require("http");\n\nfs.mkdirSync("/app/logs", { recursive: true });\n\nfunction log(message) {\n  console.log(message);\n  fs.appendFileSync("/app/logs/api.log", message + "\\n");\n}\n\nhttp.createServer((q, r) => r.end("ok")).listen(3000, () => log("up"));\n',
      },
      after: {
        "server.js":
          'const http = require("http");\n\nfunction log(message) {\n  console.log(message);\n}\n\nhttp.createServer((q, r) => r.end("ok")).listen(3000, () => log("up"));\n',
      },
    },
    {
      title: "lines that go nowhere else",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{}}\n',
        "server.js":
          'const fs = require("fs");\nconst http = require("http");\n\nfunction log(message) {\n  fs.appendFileSync("/app/logs/api.log", message);\n}\n\nhttp.createServer((q, r) => r.end("ok")).listen(3000, () => log("up"));\n',
      },
      because: "would be logged nowhere else",
    },
    {
      title: "a handler among others",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "",
        "main.py":
          'import logging\nimport os\n\nos.makedirs("/app/logs", exist_ok=True)\nlogging.basicConfig(\n    level=logging.INFO,\n    handlers=[logging.FileHandler("/app/logs/a.log"), logging.StreamHandler()],\n)\nlogging.info("up")\n',
      },
      after: {
        "main.py":
          'import logging\nimport os\n\nlogging.basicConfig(\n    level=logging.INFO,\n    handlers=[logging.StreamHandler()],\n)\nlogging.info("up")\n',
      },
    },
    {
      title: "a handler by itself, a file of basicConfig",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "",
        "main.py":
          'import logging\nimport logging.handlers\n\nlogging.basicConfig(filename="a.log", filemode="w", level=logging.INFO)\nlogging.getLogger("x").addHandler(logging.handlers.RotatingFileHandler("x.log", maxBytes=10))\nlogging.info("up")\n',
      },
      after: {
        "main.py":
          'import json\nimport logging\nimport logging.handlers\n\n\nclass JsonFormatter(logging.Formatter):\n    """One JSON object a line; a traceback is a field of it."""\n\n    def format(self, record):\n        line = {\n            "time": self.formatTime(record),\n            "level": record.levelname.lower(),\n            "logger": record.name,\n            "msg": record.getMessage(),\n        }\n        if record.exc_info:\n            line["stack"] = self.formatException(record.exc_info)\n        return json.dumps(line, default=str)\n\n\njson_handler = logging.StreamHandler()\njson_handler.setFormatter(JsonFormatter())\n\nlogging.basicConfig(level=logging.INFO, handlers=[json_handler])\nlogging.getLogger("x").addHandler(logging.StreamHandler())\nlogging.info("up")\n',
      },
    },
    {
      title: "tee in the start command",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD python -u main.py 2>&1 | tee -a /var/log/worker.log\n",
        "requirements.txt": "",
        "main.py": 'print("up")\n',
      },
      after: { Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD python -u main.py\n" },
    },
  ],
});
