import { describe, expect, it } from "vitest";
import { variablesIn } from "./variables.js";

const names = (text: string, escapeChar = "\\", quotes = true) => variablesIn(text, escapeChar, quotes).map(({ name }) => name);

describe("variablesIn", () => {
  it("finds plain and braced names with their places", () => {
    expect(variablesIn("a$FOO/${BAR}b", "\\")).toEqual([
      { name: "FOO", start: 1, end: 5 },
      { name: "BAR", start: 6, end: 12 },
    ]);
  });
  it("finds names inside modifiers, whatever the outer value is", () => {
    expect(names("${A:-$B}")).toEqual(["B", "A"]);
    expect(names("${A:+${B:-$C}}x")).toEqual(["C", "B", "A"]);
    expect(names("${A/$B/$C}")).toEqual(["B", "C", "A"]);
    expect(names("${A//a/b}${B##*/}${C%.*}")).toEqual(["A", "B", "C"]);
  });
  it("passes over single quotes and escapes, but not double quotes", () => {
    expect(names('\'$A\' \\$B "$C" "\\$D"')).toEqual(["C"]);
    expect(names("`$A \\$B", "`")).toEqual(["B"]);
    expect(names("'$A' it's $B", "\\", false)).toEqual(["A", "B"]);
  });
  it("knows parameters that are no variables of a build", () => {
    expect(names("$1 $12x $@ $$")).toEqual(["1", "12", "@", "$"]);
    expect(names("5$ and $ 5")).toEqual([]);
  });
  it("keeps what stands before a fault", () => {
    expect(names("$A ${B")).toEqual(["A"]);
    expect(names("$A ${} $B")).toEqual(["A"]);
    expect(names("$A 'open $B")).toEqual(["A"]);
    expect(names("$A ${B=x} $C")).toEqual(["A"]);
    expect(names("${A:-".repeat(500))).toEqual([]);
  });
});
