import { testRule } from "../../testing/test-rule.js";
import rule from "./language-packages.js";

const run = (text: string) => `FROM debian:12-slim\nRUN ${text}\n`;

testRule(rule, {
  source: {
    yes: [
      run("pip install --no-cache-dir gunicorn==23.0.0 'uvicorn[standard]~=0.32.0'"),
      run("go install golang.org/x/tools/cmd/stringer@v0.28.0"),
      run("gem install bundler -v 2.6.1"),
      run("cargo install --locked sccache@0.8.2"),
      "ARG V=9\nFROM node:22.12.0\nARG V\nRUN npm i -g pnpm@$V\n",
    ],
    no: [
      run("pip install «gunicorn» uvicorn==0.32.0"),
      run("npm install -g «pnpm@latest» «@scope/tool»"),
      run("gem install «rails»"),
      run("cargo install «cargo-chef»"),
      run("python -m pip install --upgrade «pip»"),
      "FROM golang:1.25.1 AS b\nRUN go install «example.com/t@latest»\nFROM scratch\nCOPY --from=b /go/bin/t /t\n",
    ],
    unknown: [run("pip install $PACKAGES")],
    "n/a": [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "not built here" },
      run("apt-get install -y curl"),
      "FROM node:22.12.0\nCOPY . .\nRUN npm ci\n",
      run("pip install -r requirements.txt"),
    ],
  },
});
