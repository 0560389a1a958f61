import { describe, expect, it } from "vitest";
import { baseByProvenance } from "./base.js";
import { parseProvenance } from "./provenance.js";

const hex = (letter: string) => letter.repeat(64);
const digest = (letter: string) => `sha256:${hex(letter)}`;
const node = {
  uri: `pkg:docker/node@22-slim?digest=sha256:${hex("a")}&platform=linux%2Famd64`,
  digest: { sha256: hex("f") },
};
const go = { uri: "pkg:docker/golang@1.24?platform=linux%2Famd64", digest: { sha256: hex("b") } };
const frontend = { uri: "pkg:docker/docker/dockerfile@1", digest: { sha256: hex("c") } };

describe("provenance", () => {
  it("of SLSA 0.2 tells the commit and what was read", () => {
    const provenance = parseProvenance({
      predicateType: "https://slsa.dev/provenance/v0.2",
      predicate: {
        materials: [frontend, node, { uri: "https://example.com/file" }],
        metadata: {
          "https://mobyproject.org/buildkit@v1#metadata": { vcs: { revision: "0123abcd", source: "https://example.com/a" } },
        },
      },
    });
    expect(provenance).toEqual({
      revision: "0123abcd",
      dirty: false,
      repository: "https://example.com/a",
      images: [{ reference: "node:22-slim", digest: digest("a"), layers: null }],
    });
    expect(provenance && baseByProvenance(provenance, [null])).toEqual({
      reference: "node:22-slim",
      digest: digest("a"),
      layers: null,
      by: "provenance",
    });
  });

  it("of SLSA 1 and all of the build tells which image the lowest layers are of", () => {
    const layers = { "step0:0": [[{ digest: digest("1") }, { digest: digest("2") }]], "step3:0": [[{ digest: digest("9") }]] };
    const step = (id: string, image: string, of: string) => ({
      id,
      op: { Op: { source: { identifier: `docker-image://${image}@${digest(of)}` } } },
    });
    const provenance = parseProvenance({
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: {
        buildDefinition: {
          resolvedDependencies: [go, node],
          internalParameters: {
            buildConfig: {
              llbDefinition: [
                step("step0", "docker.io/library/node:22-slim", "a"),
                step("step3", "docker.io/library/golang:1.24", "b"),
                { id: "step4" },
              ],
            },
          },
        },
        runDetails: { metadata: { buildkit_metadata: { vcs: { revision: "abc-dirty" }, layers } } },
      },
    });
    expect(provenance).toMatchObject({ revision: "abc", dirty: true, repository: null });
    if (!provenance) return;
    expect(baseByProvenance(provenance, [digest("1"), digest("2"), digest("3")])).toMatchObject({
      reference: "node:22-slim",
      layers: 2,
    });
    // Squashed or built anew: none of them is below, and which one it was is not said.
    expect(baseByProvenance(provenance, [digest("7")])).toBeNull();
  });

  it("of a build from a repository tells its commit", () => {
    const configSource = { uri: "https://github.com/acme/api.git#main", digest: { sha1: "0".repeat(40) } };
    expect(
      parseProvenance({
        predicateType: "https://slsa.dev/provenance/v0.2",
        predicate: { invocation: { configSource }, materials: [go, node] },
      }),
    ).toMatchObject({ revision: "0".repeat(40), repository: "https://github.com/acme/api.git", images: [{}, {}] });
  });

  it("is no other statement, and may be empty or nonsense", () => {
    expect(parseProvenance({ predicateType: "https://spdx.dev/Document", predicate: {} })).toBeNull();
    expect(parseProvenance(null)).toBeNull();
    const odd = {
      materials: [null, 1, { uri: "pkg:docker/x" }, { uri: "pkg:docker/%zz@1", digest: { sha256: hex("a") } }],
      metadata: [],
    };
    expect(parseProvenance({ predicateType: "https://slsa.dev/provenance/v0.2", predicate: odd })).toEqual({
      revision: null,
      dirty: false,
      repository: null,
      images: [{ reference: "%zz:1", digest: digest("a"), layers: null }],
    });
  });
});
