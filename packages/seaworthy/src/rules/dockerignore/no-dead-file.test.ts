import { testRule } from "../../testing/test-rule.js";
import rule from "./no-dead-file.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const COMPOSE = "services:\n  app:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, ".dockerignore": "x\n" } },
      { files: { Dockerfile: ALL, "Dockerfile.dockerignore": "x\n" } },
      { files: { "docker/Dockerfile": ALL, "compose.yaml": COMPOSE, ".dockerignore": "x\n", "a.txt": "" } },
      { files: { "docker/Dockerfile": ALL, "compose.yaml": COMPOSE, "docker/Dockerfile.dockerignore": "x\n" } },
    ],
    no: [
      { files: { "docker/Dockerfile": ALL, "compose.yaml": COMPOSE, "docker/.dockerignore": "x\n" }, because: "build context" },
      { files: { Dockerfile: ALL, ".DOCKERIGNORE": "x\n" }, because: "exact case" },
      { files: { Dockerfile: ALL, dockerignore: "x\n" }, because: "not for dockerignore" },
      { files: { Dockerfile: ALL, ".docker-ignore": "x\n" } },
    ],
    "n/a": [ALL],
  },
});
