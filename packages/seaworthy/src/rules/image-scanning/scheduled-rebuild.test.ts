import { testRule } from "../../testing/test-rule.js";
import rule from "./scheduled-rebuild.js";

const DOCKERFILE = 'FROM alpine:3.22\nCMD ["/app"]\n';
const PUSH = "      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n";
const workflow = (on: string, steps = PUSH) => ({
  Dockerfile: DOCKERFILE,
  ".github/workflows/ci.yml": `on:\n${on}jobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n${steps}`,
});
const cron = (written: string) => `  push:\n  schedule:\n    - cron: "${written}"\n`;

testRule(rule, {
  source: {
    yes: [
      workflow(cron("0 3 * * *")),
      workflow(cron("0 3 * * 1")),
      workflow(cron("17 4 1 * *")),
      workflow(
        cron("0 3 * * 0"),
        "      - uses: docker/build-push-action@v6\n        with:\n          pull: true\n          push: true\n          tags: acme/app:1\n",
      ),
      { files: workflow(cron("0 0 1 1,4,7,10 *")), options: { maxDays: 100 } },
    ],
    no: [
      { files: { Dockerfile: '«FROM alpine:3.22»\nCMD ["/app"]\n' }, because: "no pipeline" },
      { files: workflow("  push:\n"), because: "no pipeline rebuilds" },
      { files: workflow(cron("0 0 1 1,4,7,10 *")), because: "only every" },
      { files: workflow(cron("0 3 * * *"), "      - run: npm test\n"), because: "builds no image" },
      { files: workflow(cron("0 3 * * *"), "      - run: git commit -am lock && git push\n"), because: "builds no image" },
      {
        title: "built to be tested",
        files: workflow(cron("0 3 * * *"), "      - run: docker build -t app .\n"),
        because: "neither pushed",
      },
      { title: "a month is too long here", files: workflow(cron("0 3 1 * *")), options: { maxDays: 7 } },
    ],
    unknown: [
      { files: { Dockerfile: DOCKERFILE, ".circleci/config.yml": "version: 2.1\n" }, because: ".circleci" },
      {
        title: "a tag starts the workflow that builds",
        files: workflow(
          cron("10 0 1 * *"),
          "      - run: |\n          git tag $(date +%y.%m)\n          git push --atomic origin master refs/tags/$(date +%y.%m)\n",
        ),
        because: "a tag that is pushed",
      },
      {
        title: "another workflow is asked to run",
        files: workflow(cron("10 0 1 * *"), "      - run: gh workflow run image.yml --ref main\n"),
        because: "gh workflow run",
      },
      {
        title: "a matrix names the command",
        files: workflow(cron("0 3 * * *"), "      - run: ${{ matrix.command }} --push\n"),
        because: "an expression starts",
      },
      {
        title: "a variable before the engine",
        files: {
          ...workflow(cron("0 3 * * *"), "      - run: ./build.sh\n"),
          "build.sh": "#!/bin/sh\n$DRY docker buildx build --push .\n",
        },
        because: "`$DRY` starts",
      },
      {
        title: "a setting decides whether it is pushed",
        files: workflow(
          cron("0 3 * * 0"),
          "      - uses: docker/build-push-action@v6\n        with:\n          push: ${{ vars.PUSH }}\n          tags: acme/app:1\n",
        ),
      },
    ],
    "n/a": [{ "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }],
  },
  fix: [
    {
      title: "the workflow that builds and pushes, in each form of `on`",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          "on: [push, workflow_dispatch] # all\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n",
      },
      after: {
        ".github/workflows/image.yml":
          'on:\n  push: {}\n  workflow_dispatch: {}\n  schedule:\n    - cron: "17 4 1 * *" # all\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n',
      },
      safety: "review",
    },
    {
      title: "a schedule that is too rare stays, beside one that is not",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/image.yml":
          'on:\n  push:\n  schedule:\n    - cron: "0 0 1 1 *"\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n',
      },
      after: {
        ".github/workflows/image.yml":
          'on:\n  push:\n  schedule:\n    - cron: "0 0 1 1 *"\n    - cron: "17 4 1 * *"\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n',
      },
    },
    {
      title: "one that publishes on tags alone: a workflow of its own, for each image",
      before: {
        "api/Dockerfile": 'FROM alpine:3.22\nCMD ["a"]\n',
        "compose.yaml":
          "services:\n  api:\n    build: {context: api, target: base}\n  web:\n    build: {context: ., dockerfile: api/Dockerfile}\n",
        ".github/workflows/image.yml":
          "on: push\njobs:\n  image:\n    if: github.event_name == 'push'\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build --pull -t acme/app .\n      - run: docker push acme/app\n",
      },
      after: {
        ".github/workflows/image-rebuild.yml": `name: image rebuild

on:
  # Security patches of the bases arrive without a commit.
  schedule:
    - cron: "17 4 1 * *"
  workflow_dispatch:

permissions:
  contents: read

jobs:
  image:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    permissions:
      contents: read
      packages: write
    strategy:
      fail-fast: false
      matrix:
        include:
          - name: api
            options: "--file api/Dockerfile --target base"
            context: api
          - name: web
            options: "--file api/Dockerfile"
            context: .
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Name
        run: echo "IMAGE=\${NAME,,}" >> "$GITHUB_ENV"
        env:
          NAME: ghcr.io/\${{ github.repository }}/\${{ matrix.name }}:\${{ github.sha }}
      - name: Build
        run: docker build --pull --no-cache $OPTIONS --tag "$IMAGE" "$CONTEXT"
        env:
          OPTIONS: \${{ matrix.options }}
          CONTEXT: \${{ matrix.context }}
      - name: Scan
        uses: aquasecurity/trivy-action@ed142fd0673e97e23eac54620cfb913e5ce36c25 # v0.36.0
        with:
          image-ref: \${{ env.IMAGE }}
          severity: CRITICAL,HIGH
          exit-code: "1"
      # Only what the scan has passed.
      - uses: docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121 # v4.1.0
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
      - run: docker push "$IMAGE"
`,
      },
    },
  ],
});
