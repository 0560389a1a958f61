import { testRule } from "../../testing/test-rule.js";
import rule from "./digest-updates.js";

const dependabot = (ecosystem: string, directories: string) =>
  `version: 2\nupdates:\n  - package-ecosystem: ${ecosystem}\n    ${directories}\n    schedule:\n      interval: weekly\n`;

testRule(rule, {
  source: {
    yes: [
      { Dockerfile: "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("docker", "directory: /") },
      { "api/Dockerfile": "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("docker", "directories: [/web, /api/]") },
      { "apps/api/Dockerfile": "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("docker", 'directory: "/apps/*"') },
      { "apps/api/Dockerfile": "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("docker", 'directory: "**/*"') },
      { "apps/api/Dockerfile": "FROM alpine:3.22\n", "renovate.json": '{ "extends": ["config:recommended"] }\n' },
    ],
    no: [
      "«FROM alpine:3.22»\n",
      { Dockerfile: "«FROM alpine:3.22»\n", ".github/dependabot.yml": dependabot("npm", "directory: /") },
      { "api/Dockerfile": "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("«docker»", "directory: /web") },
      { "api/Dockerfile": "FROM alpine:3.22\n", ".github/dependabot.yml": dependabot("«docker»", "directory: /") },
      { Dockerfile: "«FROM alpine:3.22»\n", "package.json": '{ "name": "app" }\n' },
      {
        "api/Dockerfile": "FROM alpine:3.22\n",
        "renovate.json": '{ «"extends"»: ["config:recommended"], "ignorePaths": ["api/**"] }\n',
      },
    ],
    unknown: ["RUN true\n"],
    "n/a": ["FROM scratch\nCOPY app /app\n"],
  },
  fix: [
    {
      before: { Dockerfile: "FROM alpine:3.22\n" },
      after: {
        ".github/dependabot.yml":
          "version: 2\nupdates:\n  - package-ecosystem: docker\n    directory: /\n    schedule:\n      interval: weekly\n",
      },
      safety: "safe",
    },
    {
      title: "beside what the bot does already, for all folders at once",
      before: {
        "api/Dockerfile": 'FROM alpine:3.22\nCMD ["a"]\n',
        "web/Dockerfile": 'FROM alpine:3.22\nCMD ["a"]\n',
        ".github/dependabot.yml":
          "version: 2\nupdates:\n# ours\n- package-ecosystem: npm\n  directory: /\n  schedule: {interval: daily}\n",
      },
      after: {
        ".github/dependabot.yml":
          "version: 2\nupdates:\n# ours\n- package-ecosystem: npm\n  directory: /\n  schedule: {interval: daily}\n- package-ecosystem: docker\n  directories:\n  - /api\n  - /web\n  schedule:\n    interval: weekly\n",
      },
    },
    {
      title: "Renovate, which leaves them out",
      before: { Dockerfile: "FROM alpine:3.22\n", "renovate.json": '{"dockerfile":{"enabled":false}}' },
      because: "renovate is set up in another way",
    },
  ],
});
