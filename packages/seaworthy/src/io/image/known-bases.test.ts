import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baseByLabel } from "../../models/image/base.js";
import { KnownBases } from "./known-bases.js";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const id = (letter: string) => `sha256:${letter.repeat(64)}`;
const [a, b, c, d] = ["a", "b", "c", "d"].map(id) as [string, string, string, string];

describe("the base of an image by its layers", () => {
  it("is the largest known one below it", () => {
    const bases = new KnownBases(home);
    bases.remember({ reference: "debian:12-slim", digest: null, diffIds: [a] });
    bases.remember({ reference: "node:22-slim", digest: id("1"), diffIds: [a, b] });
    expect(new KnownBases(home).below([a, b, c])).toEqual({
      reference: "node:22-slim",
      digest: id("1"),
      layers: 2,
      by: "diff ids",
    });
    expect(bases.below([a, c])).toMatchObject({ reference: "debian:12-slim", layers: 1 });
    // node:22-slim itself is built on debian.
    expect(bases.below([a, b])).toMatchObject({ reference: "debian:12-slim" });
    expect(bases.below([a])).toBeNull();
    expect(bases.below([b, a])).toBeNull();
  });

  it("is no image that only happens to have the same layers", () => {
    const bases = new KnownBases(home);
    bases.remember({ reference: "acme/api:1", digest: id("1"), diffIds: [a, b] });
    expect(bases.below([a, b, c])).toBeNull();
  });

  it("ends where the layers end of the image that a label names", () => {
    const bases = new KnownBases(home);
    const label = baseByLabel({
      "org.opencontainers.image.base.digest": id("1"),
      "org.opencontainers.image.base.name": "node:22-slim",
    });
    expect(label).toEqual({ reference: "node:22-slim", digest: id("1"), layers: null, by: "label" });
    if (!label) return;
    expect(bases.ending(label, [a, b, c])).toEqual(label);
    bases.remember({ reference: "node:22-slim", digest: id("1"), diffIds: [a, b] });
    expect(bases.ending(label, [a, b, c])).toEqual({ ...label, layers: 2 });
    // A label that does not fit the layers proves nothing of them.
    expect(bases.ending(label, [a, d, c])).toEqual(label);
    expect(baseByLabel({ "org.opencontainers.image.base.digest": "latest" })).toBeNull();
  });
});
