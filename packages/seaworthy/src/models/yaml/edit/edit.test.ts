import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { addEntry, addItem, type Change, removeEntry, removeItem, setScalar, setValue } from "./change.js";
import { setIn } from "./path.js";
import { Flow, type Written, writtenScalar } from "./written.js";
import { pairOf, type RawNode, YamlText } from "./yaml-text.js";

function root(text: string): { source: YamlText; node: RawNode } {
  const source = new YamlText("a.yaml", text);
  const node = source.roots[0]?.node;
  if (!node) throw new Error("no document");
  return { source, node };
}

function applied(text: string, change: Change): string {
  if (typeof change === "string" || "create" in change) throw new Error(String(change));
  return text.slice(0, change.range[0]) + change.text + text.slice(change.range[1]);
}

const at = (node: RawNode, ...path: string[]): RawNode => path.reduce((one, key) => pairOf(one, key)?.value as RawNode, node);

function set(text: string, path: readonly string[], value: Written): string {
  const { source, node } = root(text);
  return applied(text, setIn(source, node, null, path, value));
}

describe("splicing YAML", () => {
  it("writes scalars that read back as the texts they are", () => {
    for (const text of [
      "",
      "on",
      "NO",
      "12",
      "1.5",
      "0x1f",
      "1e3",
      "22:22",
      "a: b",
      "a #b",
      "- a",
      "*a",
      "&a",
      "!a",
      "null",
      "~",
      "2026-11-27",
      "{a}",
      "[a]",
      "a,b",
      "%a",
      "@a",
      "`a`",
      "'",
      '"',
      "a\nb",
      "é",
      "10m",
      "30s",
      "ALL",
      "no-new-privileges:true",
      "/run/a",
      ".env",
      "a:",
      ":a",
    ]) {
      expect(parse(`a: ${writtenScalar(text)}`, { version: "1.2" }), text).toEqual({ a: text });
      expect(parse(`a: ${writtenScalar(text)}`, { version: "1.1" }), text).toEqual({ a: text });
      expect(parse(`[${writtenScalar(text)}, x]`, { version: "1.2" }), text).toEqual([text, "x"]);
    }
  });

  it("adds behind the comments that stand as deep", () => {
    const text = "a:\n  b: 1 # one\n  # c: 2\n\n  # apart\nd: 3\n";
    expect(set(text, ["a", "x"], true)).toBe("a:\n  b: 1 # one\n  # c: 2\n  x: true\n\n  # apart\nd: 3\n");
  });

  it("adds behind text blocks, but not behind one that keeps its blank lines", () => {
    expect(set("a:\n  b: |\n    one\n    two\n\nc: 1\n", ["a", "x"], "z")).toBe("a:\n  b: |\n    one\n    two\n  x: z\n\nc: 1\n");
    const { source, node } = root("a:\n  b: |+\n    one\n\nc: 1\n");
    expect(setIn(source, node, null, ["a", "x"], "z")).toMatch(/keeps its blank lines/);
  });

  it("adds in brackets, on lines of their own, with a comma that is there, and in JSON", () => {
    expect(set("a: {b: 1}\n", ["a", "x"], ["z"])).toBe("a: {b: 1, x: [z]}\n");
    expect(set("a: {}\n", ["a", "x"], 1)).toBe("a: { x: 1 }\n");
    expect(set("a: {b: 1, }\n", ["a", "x"], 2)).toBe("a: {b: 1, x: 2, }\n");
    expect(parse(set('{\n  "a": {\n    "b": 1\n  }\n}\n', ["a", "x"], ["z"]))).toEqual({ a: { b: 1, x: ["z"] } });
    expect(() => JSON.parse(set('{\n  "a": {\n    "b": 1\n  }\n}\n', ["a", "x"], ["z"]))).not.toThrow();
  });

  it("makes what is missing on the way, as the file is indented", () => {
    expect(set("a:\n    b:\n    - 1\n", ["c", "d"], ["e"])).toBe("a:\n    b:\n    - 1\nc:\n    d:\n    - e\n");
    expect(set("a:\n  b: 1\n", ["c"], new Flow(["CMD", "x y"]))).toBe('a:\n  b: 1\nc: ["CMD", "x y"]\n');
    expect(set("a:\n  b:\nc: 1\n", ["a", "b", "x"], 1)).toBe("a:\n  b:\n    x: 1\nc: 1\n");
  });

  it("adds items to lists of either form", () => {
    const block = "a:\n- 1\n# last\nb: 2\n";
    const one = root(block);
    expect(applied(block, addItem(one.source, at(one.node, "a"), { k: "v", l: "w" }))).toBe(
      "a:\n- 1\n- k: v\n  l: w\n# last\nb: 2\n",
    );
    const flow = 'a: ["x"]\n';
    const other = root(flow);
    expect(applied(flow, addItem(other.source, at(other.node, "a"), "y"))).toBe('a: ["x", "y"]\n');
  });

  it("keeps the quotes of a value that it replaces", () => {
    for (const [text, wanted] of [
      ["a: 'x' # c\n", "a: 'z' # c\n"],
      ['a: "x"\n', 'a: "z"\n'],
      ["a: x\n", "a: z\n"],
    ] as const) {
      const { source, node } = root(text);
      expect(applied(text, setScalar(source, at(node, "a"), "z"))).toBe(wanted);
    }
  });

  it("leaves what others own", () => {
    const { source, node } = root("x: &x {b: 1}\na: *x\nc: ${C:-d}\n");
    expect(addEntry(source, at(node, "a"), "k", 1)).toMatch(/alias \*x/);
    expect(setScalar(source, at(node, "c"), "y")).toMatch(/variable C/);
    const pair = pairOf(node, "x");
    expect(pair && removeEntry(source, node, pair)).toMatch(/anchor &x/);
    expect(pair && setValue(source, pair, "y")).toMatch(/anchor &x/);
  });

  it("removes lines and keeps the comments on them", () => {
    const text = "a: 1\nb: # why\n  - 2 # two\nc: 3";
    const { source, node } = root(text);
    const pair = pairOf(node, "b");
    expect(pair && applied(text, removeEntry(source, node, pair))).toBe("a: 1\n# why\n# two\nc: 3");
    const last = pairOf(node, "c");
    expect(last && applied(text, removeEntry(source, node, last))).toBe("a: 1\nb: # why\n  - 2 # two");
    const list = "a: [x, y, z]\n";
    const one = root(list);
    expect([0, 1, 2].map((index) => applied(list, removeItem(one.source, at(one.node, "a"), index)))).toEqual([
      "a: [y, z]\n",
      "a: [x, z]\n",
      "a: [x, y]\n",
    ]);
  });

  it("never breaks a file of hostile shape", () => {
    for (const text of [
      "a: !!set {b}\n",
      "? [a]\n: b\n",
      "a: &a [*a]\n",
      "- \n- a\n",
      "a: >-\n\n\n",
      "\ufeffa: 1\n",
      "--- a: 1\n...\n",
      "a:\t1\n",
      "{",
    ]) {
      const source = new YamlText("a.yaml", text);
      for (const { node } of source.roots) {
        const change = setIn(source, node, null, ["x", "y"], ["z"]);
        if (typeof change === "string" || "create" in change) continue;
        expect(change.range[0]).toBeLessThanOrEqual(text.length);
      }
    }
  });
});
