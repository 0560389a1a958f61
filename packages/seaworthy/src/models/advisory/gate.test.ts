import { describe, expect, it } from "vitest";
import { packageOf } from "../../testing/lone-package.js";
import type { Match } from "./advisory.js";
import { DEFAULT_GATE, gate, shares } from "./gate.js";

const match = (given: Partial<Match>): Match => ({
  id: "DEBIAN-CVE-2024-1",
  name: "CVE-2024-1",
  aliases: [],
  package: packageOf({ kind: "deb", name: "p", version: "1" }),
  summary: "",
  severity: "high",
  severityBy: "Debian",
  score: null,
  fixedIn: "2",
  knownExploited: false,
  epss: null,
  ignored: null,
  ...given,
});
const ACCEPT = { ...DEFAULT_GATE, unfixed: "accept" } as const;
const IGNORED = { reason: "r", until: null, by: "config" };

describe("gate", () => {
  it.each([
    ["nothing found, nothing missing", [], [], DEFAULT_GATE, "yes", null],
    ["nothing found, something missing", [], ["a layer"], DEFAULT_GATE, "unknown", null],
    ["a high one with a fix", [{}], [], DEFAULT_GATE, "no", "counted"],
    ["a high one without", [{ fixedIn: null }], [], DEFAULT_GATE, "no", "unfixed"],
    ["the same, accepted", [{ fixedIn: null }], [], ACCEPT, "yes", "accepted"],
    ["a medium one", [{ severity: "medium" }], [], DEFAULT_GATE, "yes", "below"],
    ["a medium one that counts", [{ severity: "medium" }], [], { ...DEFAULT_GATE, levels: ["medium"] }, "no", "counted"],
    ["an exploited low one", [{ severity: "low", knownExploited: true }], [], DEFAULT_GATE, "no", "counted"],
    ["an exploited one without a fix, accepted", [{ fixedIn: null, knownExploited: true }], [], ACCEPT, "no", "counted"],
    ["one of unknown severity", [{ severity: "unknown" }], [], DEFAULT_GATE, "unknown", "undecided"],
    ["one of unknown severity without a fix, accepted", [{ severity: "unknown", fixedIn: null }], [], ACCEPT, "yes", "accepted"],
    ["an ignored one", [{ ignored: IGNORED }], [], DEFAULT_GATE, "yes", "ignored"],
    ["a no stays a no whatever is missing", [{}], ["a layer"], DEFAULT_GATE, "no", "counted"],
  ] as const)("%s", (_, matches, gaps, policy, is, list) => {
    const decided = gate({ matches: matches.map((one) => match(one as Partial<Match>)), gaps }, policy as typeof DEFAULT_GATE);
    expect(decided.is).toBe(is);
    for (const name of ["counted", "unfixed", "accepted", "undecided", "below", "ignored"] as const) {
      expect([name, decided[name].length]).toEqual([name, name === list ? matches.length : 0]);
    }
  });
});

describe("shares", () => {
  it("tells the base's from ours by the layer, and guesses nothing", () => {
    const at = (layer: number | null) => match({ package: packageOf({ kind: "deb", name: "p", version: "1", layer }) });
    const [base, ours, unknown] = [at(0), at(1), at(null)];
    const known = { reference: "debian:12", digest: null, layers: 1, by: "label" } as const;
    expect(shares([base, ours, unknown], known)).toEqual({ base: [base], ours: [ours], unknown: [unknown] });
    expect(shares([base, ours], null).unknown).toHaveLength(2);
  });
});
