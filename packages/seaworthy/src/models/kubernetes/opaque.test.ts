import { describe, expect, test } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { opaqueDeployments } from "./opaque.js";

const tool = (path: string, text?: string): string | null => {
  const found = opaqueDeployments([text === undefined ? { path } : { path, text }]);
  expect(found.every((one) => one.file === path)).toBe(true);
  return found[0]?.tool ?? null;
};

describe("what deploys out of sight", () => {
  test.each([
    ["charts/api/Chart.yaml", undefined, "Helm"],
    ["main.tf", 'resource "aws_ecs_task_definition" "api" {}', "Terraform"],
    ["main.tf", 'resource "kubernetes_deployment_v1" "api" {}', "Terraform"],
    ["main.tf", undefined, "Terraform"],
    ["Pulumi.yaml", undefined, "Pulumi"],
    ["infra/cdk.json", undefined, "AWS CDK"],
    ["stack.yaml", "Resources:\n  T:\n    Type: AWS::ECS::TaskDefinition\n", "CloudFormation"],
    ["api.nomad.hcl", undefined, "Nomad"],
    ["fly.toml", undefined, "Fly.io"],
    ["fly.production.toml", undefined, "Fly.io"],
    ["render.yaml", undefined, "Render"],
    ["app.yaml", "runtime: custom\nenv: flex\n", "App Engine"],
    ["heroku.yml", undefined, "Heroku"],
    ["app.json", '{ "formation": { "web": { "quantity": 2 } } }', "Dokku or CapRover"],
    ["service.yaml", "apiVersion: serving.knative.dev/v1\nkind: Service\n", "Cloud Run"],
    [
      "play.yml",
      "- hosts: all\n  tasks:\n    - name: a\n      community.docker.docker_container:\n        image: a\n",
      "Ansible",
    ],
    ["api.container", "[Container]\nImage=a\n", "Quadlet"],
    ["api.service", "[Service]\nExecStart=/usr/bin/docker run --rm a\n", "systemd"],
    ["config/deploy.yml", undefined, "Kamal"],
    ["argo/app.yaml", "apiVersion: argoproj.io/v1alpha1\nkind: Application\n", "Argo CD"],
  ])("%s (%#)", (path, text, expected) => expect(tool(path, text)).toBe(expected));

  test.each([
    ["main.tf", 'resource "aws_s3_bucket" "b" {}'],
    ["app.yaml", "apiVersion: v1\nkind: Service\n"],
    ["compose.yaml", "services:\n  docker_container:\n    image: a\n"],
    ["a.service", "[Service]\nExecStart=/usr/bin/api\n"],
    ["values.yaml", undefined],
    ["a.service", undefined],
    ["Procfile", undefined],
    ["app.json", '{ "buildpacks": [{ "url": "heroku/ruby" }], "formation": { "web": { "quantity": 1 } } }'],
    ["node_modules/x/Chart.yaml", undefined],
    [".github/workflows/docker_container.yml", "docker_container:\n"],
  ])("%s does not (%#)", (path, text) => expect(tool(path, text)).toBeNull());

  test.each([
    ["resources: [a.yaml, ../base]\nnamespace: prod\n", null],
    ["bases: [../base]\ncommonLabels: {a: b}\n", null],
    ["resources: []\npatches: []\n", null],
    ["resources: [a.yaml]\npatches: [{path: p.yaml}]\n", "Kustomize"],
    ["patchesStrategicMerge: [p.yaml]\n", "Kustomize"],
    ["images: [{name: a, newTag: b}]\n", "Kustomize"],
    ["components: [../c]\n", "Kustomize"],
    ["resources: [github.com/org/repo/base?ref=v1]\n", "Kustomize"],
    ["resources: ['https://x.example/a.yaml']\n", "Kustomize"],
    ["kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n", "Kustomize"],
    ["resources: [\n", "Kustomize"],
  ])("a kustomization %j", (text, expected) => expect(tool("overlays/prod/kustomization.yaml", text)).toBe(expected));

  test(
    "long runs of blanks and near misses cost little",
    () => {
      const blank = " \n".repeat(100_000);
      const near = "apiVersion: argoproj.io/v1\n".repeat(8000);
      for (const text of [blank, near, " ".repeat(200_000), `ExecStart=${"docker ".repeat(28_000)}`]) {
        for (const path of ["a.yaml", "a.tf", "a.service", "skaffold.yaml", "a.jsonnet"]) opaqueDeployments([{ path, text }]);
      }
    },
    HANGS,
  );
});
