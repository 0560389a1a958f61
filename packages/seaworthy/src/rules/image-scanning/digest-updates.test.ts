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
});
