import { describe, expect, it } from "vitest";
import { compareOf } from "../versions/compare.js";
import { readOsv } from "./osv.js";
import { affects } from "./ranges.js";

interface Case {
  readonly ecosystem: string;
  readonly affected: object;
  readonly yes: Readonly<Record<string, string | null>>;
  readonly no: readonly string[];
  readonly unknown?: readonly string[];
}

const range = (type: string, ...events: readonly object[]) => ({ ranges: [{ type, events }] });

const CASES: Readonly<Record<string, Case>> = {
  "a range from the first to a fix": {
    ecosystem: "npm",
    affected: range("SEMVER", { introduced: "0" }, { fixed: "1.2.3" }),
    yes: { "0.0.1": "1.2.3", "1.2.3-rc.1": "1.2.3", "1.2.2": "1.2.3" },
    no: ["1.2.3", "1.2.4", "2.0.0"],
    unknown: ["latest"],
  },
  "no fix: all that came after, also what no order can read": {
    ecosystem: "Debian:12",
    affected: range("ECOSYSTEM", { introduced: "0" }),
    yes: { "1.0-1": null, "odd version": null },
    no: [],
  },
  "the last affected one is affected, and says no fix": {
    ecosystem: "PyPI",
    affected: range("ECOSYSTEM", { introduced: "1.0" }, { last_affected: "1.5" }),
    yes: { "1.0": null, "1.5.0": null },
    no: ["0.9", "1.5.1", "1.5.post1"],
  },
  "introduced twice in one range, events in any order": {
    ecosystem: "Go",
    affected: range("SEMVER", { introduced: "1.21.0-0" }, { fixed: "1.20.8" }, { introduced: "0" }, { fixed: "1.21.1" }),
    yes: { "v1.19.0": "1.20.8", "go1.21.0": "1.21.1", "1.21.0-rc.2": "1.21.1" },
    no: ["1.20.8", "1.20.14", "1.21.1", "1.22.0"],
  },
  "several ranges: one is enough, the lowest fix is named": {
    ecosystem: "Maven",
    affected: {
      ranges: [
        { type: "ECOSYSTEM", events: [{ introduced: "2.0" }, { fixed: "2.3.1" }] },
        { type: "ECOSYSTEM", events: [{ introduced: "2.2" }, { fixed: "2.12.2" }] },
      ],
    },
    yes: { "2.1": "2.3.1", "2.2": "2.3.1", "2.12.1": "2.12.2" },
    no: ["1.9", "2.12.2"],
  },
  "a limit bounds a range": {
    ecosystem: "crates.io",
    affected: range("SEMVER", { introduced: "1.0.0" }, { limit: "2.0.0" }),
    yes: { "1.5.0": null },
    no: ["0.9.0", "2.0.0", "2.1.0"],
  },
  "versions are affected besides the ranges": {
    ecosystem: "PyPI",
    affected: { versions: ["0.5", "1.1"], ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "1.0" }, { fixed: "1.2" }] }] },
    yes: { "0.5": "1.2", "0.5.0": "1.2", "1.1": "1.2", "1.0.5": "1.2" },
    no: ["0.6", "1.2"],
  },
  "a list alone": {
    ecosystem: "npm",
    affected: { versions: ["1.0.1", "nightly"] },
    yes: { "1.0.1": null, nightly: null },
    no: ["1.0.2", "1.0.0"],
  },
  "git commits say nothing of an installed version, the list beside them does": {
    ecosystem: "PyPI",
    affected: { ranges: [{ type: "GIT", repo: "https://example.org/r", events: [{ introduced: "0" }] }], versions: ["2.0"] },
    yes: { "2.0": null },
    no: ["1.0", "2.1"],
  },
  "a semantic range in an ecosystem with another order": {
    ecosystem: "PyPI",
    affected: range("SEMVER", { introduced: "1.0.0" }, { fixed: "1.0.0-beta.11" }, { introduced: "2.0.0" }, { fixed: "2.0.1" }),
    yes: { "2.0.0": "2.0.1" },
    no: ["2.0.1"],
  },
  "introduced and fixed at once is nothing": {
    ecosystem: "npm",
    affected: range("SEMVER", { introduced: "1.0.0" }, { fixed: "1.0.0" }),
    yes: {},
    no: ["0.9.0", "1.0.0", "1.1.0"],
  },
  "a bound that no order can read decides nothing": {
    ecosystem: "npm",
    affected: range("SEMVER", { introduced: "0" }, { fixed: "not a version" }),
    yes: {},
    no: [],
    unknown: ["1.0.0"],
  },
};

describe("affects", () => {
  it.each(Object.entries(CASES))("%s", (_, { ecosystem, affected, yes, no, unknown = [] }) => {
    const record = { id: "T-1", affected: [{ package: { ecosystem, name: "p" }, ...affected }] };
    const row = readOsv(record)?.packages?.[0]?.affected;
    const compare = compareOf(ecosystem);
    if (!row || !compare) throw new Error("the case is no record");
    const said = (version: string) => ({ version, ...affects(row, version, compare) });
    for (const [version, fixedIn] of Object.entries(yes)) expect(said(version)).toEqual({ version, is: "yes", fixedIn });
    for (const version of no) expect(said(version)).toMatchObject({ version, is: "no" });
    for (const version of unknown) expect(said(version)).toMatchObject({ version, is: "unknown" });
  });
});
