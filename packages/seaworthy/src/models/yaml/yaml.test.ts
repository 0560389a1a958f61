import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asBoolean, asList, asNumber, asString, asStrings, get, parseYaml, type YamlNode } from "./yaml.js";

function only(text: string): YamlNode {
  const { documents } = parseYaml("f.yml", text);
  const [first] = documents;
  if (!first || documents.length > 1) throw new Error(`${documents.length} documents`);
  return first;
}

function marked(text: string, node: YamlNode | null): string | undefined {
  return node ? text.slice(...node.place.range) : undefined;
}

function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "seq") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plain(entry.value)]));
}

describe("values", () => {
  it.each([
    ["2222:22", "2222:22"],
    ["yes", "yes"],
    ["on", "on"],
    ["0777", 777],
    ["0o17", 15],
    ["1_000", "1_000"],
    ["~", null],
    ["", null],
    ["'null'", "null"],
    ["True", true],
    ["1e3", 1000],
    ["2024-01-31", "2024-01-31"],
    ["!!str 8080", "8080"],
    ["!reset null", null],
    ["!Ref Bucket", "Bucket"],
  ])("reads %j by the core schema of YAML 1.2", (written, value) => {
    const node = get(only(`a: ${written}\n`), "a");
    expect(node?.kind === "scalar" ? node.value : node).toBe(value);
  });

  it("keeps the text beside the value", () => {
    const root = only("port: 0080\non: off\nlist: [a, 1, [x], null]\none: b\n");
    expect(asString(get(root, "port"))).toBe("0080");
    expect(asNumber(get(root, "port"))).toBe(80);
    expect(asBoolean(get(root, "on"))).toBe(null);
    expect(asStrings(get(root, "list")).map((item) => item.value)).toEqual(["a", "1"]);
    expect(asList(get(root, "one"))).toHaveLength(1);
    expect(get(root, "list", 2, 0)).toMatchObject({ text: "x" });
    expect(get(root, "list", "nowhere", "at", "all")).toBe(null);
  });
});

describe("places", () => {
  it("are exact behind a byte order mark and with Windows line ends", () => {
    const text = "\ufeffa: 1\r\nb:\r\n  c: 'it''s'\r\n  # a comment\r\n  d: \"x\"   # more\r\n\r\ne: []\r\n";
    const root = only(text);
    expect(marked(text, get(root, "b"))).toBe("c: 'it''s'\r\n  # a comment\r\n  d: \"x\"");
    expect(marked(text, get(root, "b", "c"))).toBe("'it''s'");
    expect(marked(text, get(root, "b", "d"))).toBe('"x"');
    expect(marked(text, get(root, "e"))).toBe("[]");
    const key = root.kind === "map" ? root.entries.get("b")?.key : undefined;
    expect(key && text.slice(...key.place.range)).toBe("b");
  });

  it("of an alias are those of what it names, and of a tagged or anchored value the value alone", () => {
    const text = "a: &x {k: v}\nb: *x\nc: !override [1]\nd: |\n  two\n  lines\n";
    const root = only(text);
    expect(get(root, "b")?.place).toEqual(get(root, "a")?.place);
    expect(marked(text, get(root, "a"))).toBe("{k: v}");
    expect(marked(text, get(root, "c"))).toBe("[1]");
    expect(get(root, "c")?.tag).toBe("!override");
    expect(marked(text, get(root, "d"))).toBe("|\n  two\n  lines\n");
  });

  it("of a left-out value are empty and behind the key", () => {
    const text = "depends_on:\napp: x\n";
    expect(get(only(text), "depends_on")?.place.range).toEqual([11, 11]);
  });
});

describe("merge keys", () => {
  it("give way to what is written in the mapping, the first of a list to none", () => {
    const root = only("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n");
    expect(plain(get(root, "c") as YamlNode)).toEqual({ x: 3, y: 1, z: 2 });
  });

  it("take a mapping written in place, and are plain keys in quotes", () => {
    expect(plain(only('<<: {x: 1}\n"<<": y\n'))).toEqual({ "<<": "y", x: 1 });
  });

  it("of a wrong kind, or twice, are problems", () => {
    expect(parseYaml("f", "a:\n  <<: 3\n").problems).toMatchObject([{ kind: "parse", place: { range: [5, 7] } }]);
    const { problems, documents } = parseYaml("f", "a: &a {x: 1}\nb: &b {y: 1}\nc:\n  <<: *a\n  <<: *b\n");
    expect(problems).toMatchObject([{ kind: "parse" }]);
    expect(plain(get(documents[0], "c") as YamlNode)).toEqual({ x: 1, y: 1 });
  });
});

describe("problems", () => {
  it("a repeated key is reported where it is repeated, and the last counts", () => {
    const text = "a: 1\nb: 2\na: 3\n";
    const { problems, documents, broken } = parseYaml("f", text);
    expect(problems).toMatchObject([{ kind: "parse", place: { file: "f", range: [10, 11] } }]);
    expect(plain(documents[0] as YamlNode)).toEqual({ a: 3, b: 2 });
    expect(broken).toBe(false);
  });

  it("a missing colon or bracket leaves the rest readable", () => {
    const missing = parseYaml("f", "services:\n  a:\n    image: x\n    restart 'always'\n");
    expect(missing.broken).toBe(true);
    expect(missing.problems.length).toBeGreaterThan(0);
    expect(asString(get(missing.documents[0], "services", "a", "image"))).toContain("x");
    expect(parseYaml("f", "a: [1, 2\nb: 3\n").problems[0]?.kind).toBe("parse");
    expect(parseYaml("f", "a:\n\tb: 1\n").problems[0]?.message).toContain("tab");
  });

  it("conflict markers are one problem, whatever else is wrong", () => {
    const text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> 1234abc\n";
    const { problems, documents } = parseYaml("f", text);
    expect(problems).toMatchObject([{ kind: "merge-conflict" }]);
    expect(text.slice(...(problems[0]?.place.range ?? [0, 0]))).toBe("<<<<<<< HEAD");
    expect(documents).toEqual([]);
  });

  it("markers inside an indented text are no conflict", () => {
    expect(parseYaml("f", "a: |\n  <<<<<<< x\n  >>>>>>> y\n").problems).toEqual([]);
  });

  it("a template is one problem; a workflow's expression is none", () => {
    expect(parseYaml("f", "a: {{ name }}\n{% if x %}\nb: 1\n{% endif %}\n").problems).toHaveLength(1);
    expect(parseYaml("f", "a: ${{ secrets.X }}\n").problems).toEqual([]);
  });

  it("empty texts have no documents and no problems", () => {
    for (const text of ["", "\n\n", "# nothing\n", "---\n", "---\n---\n...\n"]) {
      expect(parseYaml("f", text)).toMatchObject({ documents: [], problems: [] });
    }
    expect(parseYaml("f", "---\na: 1\n---\n# gone\n---\n- b\n").documents.map(plain)).toEqual([{ a: 1 }, ["b"]]);
  });
});

describe("hostile texts", () => {
  const kinds = (text: string): readonly string[] => parseYaml("f", text).problems.map((problem) => problem.kind);

  it("nesting is bounded, in flow, in blocks, and through aliases", () => {
    expect(kinds("[".repeat(50_000))).toContain("too-deep");
    expect(kinds("- ".repeat(5000))).toContain("too-deep");
    expect(kinds("{a: ".repeat(20_000))).toContain("too-deep");
    const steps = Array.from({ length: 60 }, (_, i) => `k${i}: &a${i} [[${i > 0 ? `*a${i - 1}` : "x"}]]\n`);
    expect(kinds(steps.join(""))).toContain("too-deep");
    expect(kinds(`${"[".repeat(90)}x${"]".repeat(90)}`)).toEqual([]);
  });

  it("an alias bomb does not go off", () => {
    const bomb = Array.from(
      { length: 40 },
      (_, i) =>
        `k${i}: &a${i} [${Array(10)
          .fill(i > 0 ? `*a${i - 1}` : "x")
          .join(",")}]\n`,
    );
    expect(kinds(bomb.join(""))).toEqual(["too-deep"]);
    const merges = Array.from({ length: 500 }, (_, i) => `k${i}:\n  <<: *all\n`);
    const all = `all: &all {${Array.from({ length: 500 }, (_, i) => `x${i}: 1`).join(", ")}}\n`;
    expect(kinds(all + merges.join(""))).toEqual(["too-deep"]);
  });

  it("an alias inside its own anchor, and one without an anchor, are reported", () => {
    expect(kinds("a: &a [*a]\n")).toEqual(["too-deep"]);
    expect(kinds("a: *nowhere\n")).toEqual(["parse"]);
    expect(kinds("a: &a\n  <<: *a\n")).toContain("too-deep");
  });

  it("nothing throws, and every place lies in the text", () => {
    const scrap = fc.constantFrom(
      ..."ab01:-?#&*!|>%@`'\"{}[],<=~\\\t\n\r \u00a0".split(""),
      "<<",
      ": ",
      "- ",
      "\n  ",
      "*a",
      "&a ",
      "!!str ",
      "---\n",
      "\ufeff",
    );
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 60 }), (scraps) => {
        const text = scraps.join("");
        const { documents, problems } = parseYaml("f", text);
        const check = (node: YamlNode): void => {
          const [start, end] = node.place.range;
          expect(start >= 0 && start <= end && end <= text.length).toBe(true);
          if (node.kind === "seq") node.items.forEach(check);
          if (node.kind === "map") for (const entry of node.entries.values()) check(entry.value);
        };
        documents.forEach(check);
        for (const { place } of problems) expect(place.range[1]).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
