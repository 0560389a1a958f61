import { describe, expect, it } from "vitest";
import { silentPipelines } from "./silent.js";

const BUILD = "steps:\n  - name: gcr.io/cloud-builders/docker\n    args: [build, -t, app, .]\n";
const silent = (path: string, text: string, more: readonly { path: string; text: string }[] = []) =>
  silentPipelines([path], [{ path, text }, ...more]);

describe("silentPipelines", () => {
  it.each([
    ["cloudbuild.yaml", BUILD],
    [".travis.yml", "language: node_js\nscript: npm test\n"],
    ["Jenkinsfile", "pipeline {\n  agent any\n  stages { stage('Build') { steps { sh 'docker build .' } } }\n}\n"],
  ])("%s has no word of a scan", (path, text) => expect(silent(path, text)).toEqual([path]));
  it.each([
    ["cloudbuild.yaml", "steps:\n  - name: aquasec/trivy\n    args: [image, app]\n"],
    ["Jenkinsfile", "@Library('shared') _\nship()\n"],
    [".circleci/config.yml", "version: 2.1\norbs:\n  ship: acme/ship@1\n"],
    ["azure-pipelines.yml", "steps:\n  - template: build.yml\n"],
    ["bitbucket-pipelines.yml", "pipelines:\n  default:\n    - step:\n        script:\n          - pipe: acme/ship:1\n"],
    [".drone.yml", ""],
  ])("%s may scan", (path, text) => expect(silent(path, text)).toEqual([]));
  it("knows nothing of a pipeline without a text", () => expect(silentPipelines(["group/ci"], [])).toEqual([]));
  it("does not trust one whose project has a script that scans", () =>
    expect(silent("cloudbuild.yaml", BUILD, [{ path: "ci/ship.sh", text: "trivy image app\n" }])).toEqual([]));
});
