import { composed, podded, UNDEPLOYED } from "../../testing/deployed.js";
import { testRule } from "../../testing/test-rule.js";
import rule from "./deployed-image.js";

const foreign = (image: string) => ({ "compose.yaml": `services:\n  db:\n    image: ${image}\n` });
const pod = (image: string, others: Record<string, string> = {}) => ({
  Dockerfile: "FROM node:22.12.0\n",
  "k8s/api.yaml": `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: ${image}\n`,
  ...others,
});

testRule(rule, {
  source: {
    yes: [
      foreign("postgres:17.2"),
      foreign("postgres:${PG:-17.2-alpine}"),
      foreign(`redis@sha256:${"ab".repeat(32)}`),
      foreign("quay.io:443/keycloak/keycloak:26.0"),
      podded(""),
    ],
    no: [
      foreign("«postgres»"),
      foreign("«redis:alpine»"),
      foreign("«minio/minio:latest»"),
      foreign("«grafana/grafana:${GRAFANA_TAG:-latest}»"),
      foreign("registry.example.com:5000/acme/db"),
      { files: pod("«acme/api:latest»"), because: "moves" },
      pod("acme/api"),
    ],
    unknown: [
      foreign("postgres:${PG_VERSION}"),
      foreign("acme/db:prod"),
      { files: pod("acme/api", { "kustomization.yaml": "images: [{name: acme/api, newTag: '1'}]\n" }), because: "Kustomize" },
    ],
    "n/a": [
      UNDEPLOYED,
      { files: composed(""), because: "built where it runs" },
      { files: pod("api", { "skaffold.yaml": "apiVersion: skaffold/v4beta6\n" }), because: "Skaffold" },
    ],
  },
  fix: [
    {
      before: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres # ours\n    volumes: [db:/var/lib/postgresql/data]\n  cache:\n    image: 'redis:alpine'\nvolumes: {db: {}}\n",
      },
      after: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17 # ours\n    volumes: [db:/var/lib/postgresql/data]\n  cache:\n    image: 'redis:8.10-alpine'\nvolumes: {db: {}}\n",
      },
      safety: "review",
    },
    {
      title: "the digest of an image whose releases nobody here knows",
      before: { "compose.yaml": "services:\n  a:\n    image: acme/tool:latest\n" },
      after: { "compose.yaml": `services:\n  a:\n    image: acme/tool:latest@sha256:${"0a".repeat(32)}\n` },
      digests: { "acme/tool:latest": `sha256:${"0a".repeat(32)}` },
      safety: "safe",
    },
    {
      title: "not without asking",
      before: { "compose.yaml": "services:\n  a:\n    image: acme/tool:latest\n" },
      because: "--online",
    },
  ],
});
