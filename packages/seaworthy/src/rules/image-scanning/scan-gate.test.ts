import { testRule } from "../../testing/test-rule.js";
import rule from "./scan-gate.js";

const DOCKERFILE = 'FROM alpine:3.22\nCMD ["/app"]\n';
const workflow = (steps: string, on = "push", more = "") => ({
  Dockerfile: DOCKERFILE,
  ".github/workflows/ci.yml": `on: ${on}\njobs:\n  image:\n    runs-on: ubuntu-24.04\n${more}    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app .\n${steps}`,
});
const trivy = (inputs: string, more = "") =>
  `      - uses: aquasecurity/trivy-action@0.33.1\n${more}        with:\n${inputs.replaceAll(/^/gm, "          ").trimEnd()}\n`;

testRule(rule, {
  source: {
    yes: [
      workflow("      - run: trivy image --exit-code 1 --severity CRITICAL,HIGH app\n"),
      workflow(trivy('image-ref: app\nexit-code: "1"\nseverity: CRITICAL,HIGH\n')),
      workflow("      - run: grype app --fail-on high\n"),
      workflow("      - uses: anchore/scan-action@v6\n        with:\n          image: app\n          severity-cutoff: high\n"),
      workflow("      - run: docker scout cves --exit-code --only-severity critical,high app\n"),
      {
        files: {
          Dockerfile: DOCKERFILE,
          ".gitlab-ci.yml":
            "scan:\n  image: aquasec/trivy:0.60.0\n  script:\n    - trivy image --exit-code 1 --severity HIGH,CRITICAL $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA\n",
        },
      },
    ],
    no: [
      { files: { Dockerfile: '«FROM alpine:3.22»\nCMD ["/app"]\n' }, because: "no pipeline" },
      { files: workflow(""), because: "no step" },
      {
        title: "a pipeline in a format that is not read, and that has no word of it",
        files: {
          Dockerfile: DOCKERFILE,
          "cloudbuild.yaml": "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, -t, app, .]\n",
        },
        because: "no step",
      },
      { files: workflow("      - run: trivy image app\n"), because: "trivy" },
      { files: workflow(trivy('image-ref: app\nexit-code: "0"\n')), because: "cannot stop" },
      {
        title: "an error that is allowed",
        files: workflow(trivy('image-ref: app\nexit-code: "1"\n', "        continue-on-error: true\n")),
      },
      {
        title: "the source tree alone",
        files: workflow(trivy('scan-type: fs\nexit-code: "1"\nseverity: CRITICAL\n')),
        because: "source tree",
      },
      { title: "by hand alone", files: workflow("      - run: trivy image --exit-code 1 app\n", "workflow_dispatch") },
      {
        title: "the scanner's name in other words",
        files: workflow("      - uses: super-linter/super-linter@v7\n        env:\n          VALIDATE_TRIVY: false\n"),
        because: "no step",
      },
      {
        title: "a script that nobody starts",
        files: {
          ...workflow(""),
          "scripts/report.sh": "#!/bin/sh\ntrivy image --exit-code 1 app\n",
        },
      },
    ],
    unknown: [
      {
        title: "steps from elsewhere",
        files: { Dockerfile: DOCKERFILE, Jenkinsfile: "@Library('shared') _\nbuildAndShip()\n" },
        because: "Jenkinsfile",
      },
      {
        files: { Dockerfile: DOCKERFILE, "cloudbuild.yaml": "steps:\n  - name: aquasec/trivy\n    args: [image, app]\n" },
        because: "cloudbuild",
      },
      {
        title: "a script that scans",
        files: {
          Dockerfile: DOCKERFILE,
          ".travis.yml": "script: ./ci/ship.sh\n",
          "ci/ship.sh": "docker build -t app .\ntrivy image --exit-code 1 app\n",
        },
      },
      {
        title: "a variable decides",
        files: workflow(trivy("image-ref: app\nexit-code: ${{ vars.SCAN_EXIT }}\n")),
      },
    ],
    "n/a": [{ "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }],
  },
  fix: [
    {
      title: "a scan that only reports, by an action",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/a.yml":
          'on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app .\n      - name: scan\n        uses: aquasecurity/trivy-action@0.30.0\n        continue-on-error: true # for now\n        with:\n          image-ref: app\n          exit-code: "0"\n',
      },
      after: {
        ".github/workflows/a.yml":
          'on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t app .\n      - name: scan\n        uses: aquasecurity/trivy-action@0.30.0\n        # for now\n        with:\n          image-ref: app\n          exit-code: "1"\n          severity: "CRITICAL,HIGH"\n',
      },
      safety: "review",
    },
    {
      title: "a scan that only reports, by a command",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        ".github/workflows/a.yml":
          "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          docker build -t app .\n          trivy image app || true\n",
      },
      after: {
        ".github/workflows/a.yml":
          "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          docker build -t app .\n          trivy image --exit-code 1 --severity CRITICAL,HIGH app\n",
      },
    },
    {
      title: "none: a workflow of its own",
      before: { Dockerfile: "FROM alpine:3.22\n", ".github/workflows/image-scan.yml": "on: push\njobs: {}\n" },
      after: {
        ".github/workflows/image-scan-2.yml": `name: image scan

on:
  push:
  pull_request:

permissions:
  contents: read

jobs:
  app:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Build
        run: docker build --pull --file Dockerfile --tag "$IMAGE" .
        env:
          IMAGE: scanned/app:\${{ github.sha }}
      - name: Scan
        uses: aquasecurity/trivy-action@ed142fd0673e97e23eac54620cfb913e5ce36c25 # v0.36.0
        with:
          image-ref: scanned/app:\${{ github.sha }}
          severity: CRITICAL,HIGH
          exit-code: "1"
`,
      },
    },
    {
      title: "pipelines of another kind",
      before: {
        Dockerfile: "FROM alpine:3.22\n",
        ".gitlab-ci.yml": "build:\n  script: docker build -t app .\n",
      },
      because: "no workflow of GitHub",
    },
  ],
});
