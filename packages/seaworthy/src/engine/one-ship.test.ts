import { describe, expect, it } from "vitest";
import type { Provenance } from "../models/image/provenance.js";
import { imageOf } from "../models/image/sketch.js";
import { shipOf } from "./one-ship.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const CLEAN = { commit: COMMIT, clean: true };
const provenance = (more: Partial<Provenance> = {}): { provenance: Provenance } => ({
  provenance: { revision: COMMIT, dirty: false, repository: null, images: [], ...more },
});
const labelled = (revision: string) => imageOf({ config: { labels: { "org.opencontainers.image.revision": revision } } });

describe("one ship", () => {
  it("is shown by provenance of this commit and a clean tree alone", () => {
    expect(shipOf(imageOf(provenance()), CLEAN).shown).toBe(true);
    expect(shipOf(imageOf(provenance({ revision: "fedcba9876543210" })), CLEAN)).toMatchObject({ shown: false });
    expect(shipOf(imageOf(provenance({ dirty: true })), CLEAN)).toMatchObject({ shown: false });
    expect(shipOf(imageOf(provenance({ revision: null })), CLEAN)).toMatchObject({ shown: false });
    expect(shipOf(imageOf(provenance()), { commit: COMMIT, clean: false })).toMatchObject({ shown: false });
    expect(shipOf(imageOf(provenance()), { commit: COMMIT, clean: null })).toMatchObject({ shown: false });
    expect(shipOf(imageOf(provenance()), { commit: null, clean: null })).toMatchObject({ shown: false });
  });
  it("is claimed by a label, which shows nothing", () => {
    expect(shipOf(labelled(COMMIT), CLEAN)).toEqual({
      shown: false,
      because: "claims by its label to be built from this commit (0123456789ab); no provenance shows it",
    });
    expect(shipOf(labelled("fedcba9876543210"), CLEAN).because).toContain("another commit");
    expect(shipOf(labelled("0"), CLEAN).because).toContain("another commit");
    expect(shipOf(imageOf(), CLEAN).because).toContain("names no commit");
  });
});
