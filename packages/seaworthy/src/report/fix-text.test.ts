import { describe, expect, it } from "vitest";
import type { FixReport } from "../core/fix-report.js";
import type { Report } from "../core/report.js";
import { renderFixText } from "./fix-text.js";
import { PLAIN } from "./ink.js";

const items = { met: 0, unmet: 0, unproven: 0, notApplicable: 0, waived: 0 };
const report = { root: ".", summary: { items } } as unknown as Report;
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join("");

function shown(before: string | null, after: string, verbose = false): string {
  const fix: FixReport = { written: false, fixed: [], left: [], report, files: [{ path: "package-lock.json", before, after }] };
  return renderFixText(fix, { ink: PLAIN, width: 100, verbose, advice: false, secrets: [] });
}

describe("the text of a fix", () => {
  it("shows the head of a long new file, and all of it with --verbose", () => {
    expect(shown(null, lines(500))).toContain("+line 10\n  and 489 more lines: --verbose\n");
    expect(shown(null, lines(500), true)).toContain("+line 499\n");
  });

  it("shows a short new file and any change whole", () => {
    expect(shown(null, lines(50))).toContain("+line 49\n");
    expect(shown(lines(500), "x\n")).toContain("-line 499\n");
  });
});
