import { describe, expect, it } from "vitest";
import { inspect } from "../engine/inspect.js";
import { DEFAULT_SETTINGS } from "../engine/settings.js";
import { readProjectFrom } from "../io/memory.js";
import { notesOf } from "./notes.js";

const report = inspect({
  project: readProjectFrom({ Dockerfile: "FROM a:1\n" }),
  rules: [],
  settings: DEFAULT_SETTINGS,
  depths: ["source"],
  version: "0",
});
const withFixes = (fixes: { tried: number; untried: number } | null) =>
  notesOf({ ...report, inspected: { ...report.inspected, fixes } });

describe("notes", () => {
  it("tell of fixes that were not tried, and of nothing where all were", () => {
    expect(withFixes(null)).toEqual([]);
    expect(withFixes({ tried: 12, untried: 0 })).toEqual([]);
    expect(withFixes({ tried: 12, untried: 3 })).toEqual([
      "3 of 15 fixes were not tried, and are not told: that would have taken too long. `seaworthy fix` tries all",
    ]);
  });
});
