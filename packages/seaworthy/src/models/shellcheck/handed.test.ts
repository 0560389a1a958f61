import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { offsetsFrom } from "../shell/offsets.js";
import { handCommand, handFile } from "./handed.js";

const ways = { dialect: "sh", errexit: false, variables: [] } as const;
const hand = (text: string, more: Partial<Parameters<typeof handCommand>[2]> = {}) =>
  handCommand(text, offsetsFrom(100), { ...ways, ...more });
/** Where a part of the text that ShellCheck reads lies, as it would tell it. */
function spanOf(text: string, part: string) {
  const at = text.indexOf(part);
  const point = (index: number) => {
    const lines = text.slice(0, index).split("\n");
    return [lines.length, [...(lines.at(-1) ?? "")].length + 1] as const;
  };
  const [line, column] = point(at);
  const [endLine, endColumn] = point(at + part.length);
  return { line, column, endLine, endColumn };
}

describe("a command for ShellCheck", () => {
  it("names its shell and sets its variables", () => {
    expect(hand("echo $a").text).toBe("#!/bin/sh\n# shellcheck shell=sh\necho $a");
    expect(hand("echo $a", { dialect: "bash", errexit: true, variables: ["A", "B"] }).text).toBe(
      "#!/bin/bash -e\n# shellcheck shell=bash\nexport A=1 B=1\necho $a",
    );
    expect(hand("echo $a", { dialect: "busybox" }).text).toBe("#!/bin/dash\n# shellcheck shell=busybox\necho $a");
    expect(hand("echo $a", { variables: ["PATH", "IFS", "A"] }).text).toContain("export A=1\n");
  });
  it("keeps its own first line and leading comments in front: a directive there holds for all", () => {
    expect(hand("#!/bin/bash\n\n# shellcheck disable=SC2086\necho $a\n", { dialect: "bash", variables: ["A"] }).text).toBe(
      "#!/bin/bash\n# shellcheck shell=bash\n\n# shellcheck disable=SC2086\nexport A=1\necho $a\n",
    );
    expect(hand("# why\r\n\r\necho $a\n", { variables: ["A"] }).text).toBe(
      "#!/bin/sh\n# shellcheck shell=sh\n# why\r\n\r\nexport A=1\necho $a\n",
    );
  });
  it("leads back to the file", () => {
    const source = "# a\necho 🚢 $b\n\tcat $c\n";
    const handed = hand(source, { variables: ["A"] });
    for (const part of ["$b", "$c", "cat $c", "🚢"]) {
      const at = source.indexOf(part);
      expect(handed.rangeOf(spanOf(handed.text, part)), part).toEqual([100 + at, 100 + at + part.length]);
    }
    expect(handed.rangeOf(spanOf(handed.text, "🚢 $b\n\tcat"))).toEqual([100 + 9, 100 + 9 + 10]);
  });
  it("what was added stands nowhere", () => {
    const handed = hand("echo\n", { variables: ["A"] });
    for (const part of ["#!/bin/sh", "shell=sh", "A=1"]) expect(handed.rangeOf(spanOf(handed.text, part)), part).toBeNull();
  });
  it("points that lie nowhere are brought back to the text", () => {
    const handed = hand("echo a\n");
    expect(handed.rangeOf({ line: 99, column: 99, endLine: 1, endColumn: 1 })).toEqual([107, 107]);
    expect(handed.rangeOf({ line: 3, column: 50, endLine: 3, endColumn: 60 })).toEqual([106, 106]);
  });
});

describe("a script file for ShellCheck", () => {
  const file = (text: string, dialect: Parameters<typeof handFile>[2] = "dash") => handFile(text, offsetsFrom(0), dialect).text;
  it("is as it is, with a line that settles the shell", () => {
    expect(file("#!/bin/sh\necho\n")).toBe("#!/bin/sh\n# shellcheck shell=dash\necho\n");
    expect(file("echo\n")).toBe("# shellcheck shell=dash\necho\n");
    expect(file("\uFEFF#!/bin/sh\necho\n")).toBe("\uFEFF#!/bin/sh\n# shellcheck shell=dash\necho\n");
  });
  it("has the last word about its shell", () => {
    const own = "#!/bin/sh\n# shellcheck shell=bash\necho\n";
    expect(file(own)).toBe(own);
  });
});

it("whatever the text and the point, the place lies in the text", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "#", " ", "\n", "\r", "\t", "🚢", "!", "/", "$", "\ud83d", "é"),
    maxLength: 60,
  });
  const count = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(text, fc.record({ line: count, column: count, endLine: count, endColumn: count }), (source, span) => {
      for (const handed of [hand(source, { variables: ["A"] }), handFile(source, offsetsFrom(100), "dash")]) {
        const range = handed.rangeOf(span);
        if (range === null) continue;
        expect(range[0]).toBeGreaterThanOrEqual(100);
        expect(range[1]).toBeGreaterThanOrEqual(range[0]);
        expect(range[1]).toBeLessThanOrEqual(100 + source.length);
      }
    }),
    { numRuns: 500 },
  );
});
