import { describe, expect, test } from "vitest";
import { parseReference } from "./reference.js";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("references", () => {
  test.each([
    ["node", "docker.io", "library/node", "node", null, null],
    ["node:20-alpine", "docker.io", "library/node", "node", "20-alpine", null],
    ["bitnami/node", "docker.io", "bitnami/node", "bitnami/node", null, null],
    ["docker.io/library/node:20", "docker.io", "library/node", "node", "20", null],
    ["docker.io/node", "docker.io", "library/node", "node", null, null],
    ["index.docker.io/a/b", "docker.io", "a/b", "a/b", null, null],
    ["gcr.io/distroless/static:nonroot", "gcr.io", "distroless/static", "gcr.io/distroless/static", "nonroot", null],
    ["localhost/app", "localhost", "app", "localhost/app", null, null],
    ["localhost:5000/app:1", "localhost:5000", "app", "localhost:5000/app", "1", null],
    ["REG/app", "REG", "app", "REG/app", null, null],
    ["[::1]:5000/app", "[::1]:5000", "app", "[::1]:5000/app", null, null],
    [`node:20@${DIGEST}`, "docker.io", "library/node", "node", "20", DIGEST],
    [`node@${DIGEST}`, "docker.io", "library/node", "node", null, DIGEST],
    ["f/a__b.c-d---e", "docker.io", "f/a__b.c-d---e", "f/a__b.c-d---e", null, null],
  ])("%s", (written, registry, repository, name, tag, digest) => {
    expect(parseReference(written)).toEqual({ written, registry, repository, name, tag, digest });
  });

  test.each([
    "",
    "Node",
    "node:",
    "node:-x",
    "node:a b",
    "node@sha256:12",
    `node@${DIGEST.toUpperCase()}`,
    `node@${DIGEST}@${DIGEST}`,
    "a//b",
    "/a",
    "a/",
    "a___b",
    "-a",
    "a-",
    "$BASE",
    "node:${TAG}",
    "a.b/",
    "http://x/y",
    "a".repeat(64),
    `x/${"a".repeat(300)}`,
  ])("%j is none", (written) => {
    expect(parseReference(written)).toBeNull();
  });
});
