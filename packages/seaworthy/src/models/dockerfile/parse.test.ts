import { describe, expect, test } from "vitest";
import type { Range } from "../../core/place.js";
import type { Instruction, PairsInstruction } from "./ast.js";
import { parseDockerfile } from "./parse.js";

const parse = (text: string) => parseDockerfile("Dockerfile", text);
const cut = (text: string, range: Range | null | undefined) => (range ? text.slice(range[0], range[1]) : null);
/** The instruction after `FROM a`. */
function second(rest: string): { text: string; node: Instruction } {
  const text = `FROM a\n${rest}`;
  const node = parse(text).instructions[1];
  if (!node) throw new Error("no second instruction");
  return { text, node };
}
const words = (node: Instruction) => node.words.map((word) => word.text);

describe("lines", () => {
  test("comments and blank lines inside a continuation are dropped and kept apart", () => {
    const { text, node } = second("RUN one \\\n  # why two\n\n  two \\   \n# last\nthree\nUSER x\n");
    expect(node.text).toBe("one   two three");
    expect([node.startLine, node.endLine]).toEqual([2, 7]);
    expect(cut(text, node.textOffsets.range(6, 9))).toBe("two");
    expect(cut(text, node.range)).toMatch(/^RUN one[\s\S]*three$/);
    expect(parse(text).comments.map(({ text: said, line }) => [said, line])).toEqual([
      ["why two", 3],
      ["last", 6],
    ]);
  });

  test("a stage may begin behind a line that is nothing but continued", () => {
    const stages = parse("FROM a\nRUN b\n\\\n  FROM c\nRUN d\n").instructions.map(({ keyword, stage }) => [keyword, stage]);
    expect(stages).toEqual([
      ["FROM", 0],
      ["RUN", 0],
      ["FROM", 1],
      ["RUN", 1],
    ]);
  });

  test("an escaped escape continues nothing", () => {
    const tree = parse("FROM a\nRUN echo \\\\\nUSER x\n");
    expect(tree.instructions.map(({ keyword }) => keyword)).toEqual(["FROM", "RUN", "USER"]);
  });

  test("a file may end in the middle of a continuation", () => {
    const { node } = second("RUN a \\");
    expect(node.text).toBe("a");
  });

  test("CRLF and a byte-order mark move offsets, not meaning", () => {
    const text = "\uFEFF# escape=`\r\nFROM a\r\nCOPY a `\r\n  C:\\dir\\\r\n";
    const tree = parse(text);
    expect(tree.escape).toBe("`");
    expect(tree.problems).toEqual([]);
    const copy = tree.instructions[1];
    expect(copy && words(copy)).toEqual(["a", "C:\\dir\\"]);
    expect(cut(text, copy?.words[1]?.range)).toBe("C:\\dir\\");
    expect(cut(text, copy?.keywordRange)).toBe("COPY");
  });

  test("keywords in any case", () => {
    expect(parse("from a as B\nrun x").instructions.map(({ keyword }) => keyword)).toEqual(["FROM", "RUN"]);
  });
});

describe("directives", () => {
  test("only at the very top", () => {
    const tree = parse("# syntax = docker/dockerfile:1 \n#Escape=`\n# check=skip=all\n# note\n# escape=\\\nFROM a\n");
    expect(tree.directives.map(({ name, value, line }) => [name, value, line])).toEqual([
      ["syntax", "docker/dockerfile:1", 1],
      ["escape", "`", 2],
      ["check", "skip=all", 3],
    ]);
    expect(tree.comments.map(({ text }) => text)).toEqual(["note", "escape=\\"]);
  });

  test.each(["\n# escape=`\nFROM a", "# hello\n# escape=`\nFROM a", "# unknown=1\n# escape=`\nFROM a"])(
    "dead after %j",
    (text) => {
      expect(parse(text).escape).toBe("\\");
    },
  );

  test("twice, or with a wrong value, is a problem", () => {
    expect(parse("# escape=\\\n# escape=`\nFROM a").problems).toMatchObject([{ kind: "parse", place: { range: [11, 21] } }]);
    expect(parse("# escape=x\nFROM a").problems).toHaveLength(1);
  });
});

describe("flags", () => {
  test("name, value and their places", () => {
    const { text, node } = second(`COPY --from="my stage" --link --chown=a:b x /y`);
    expect(node.flags.map(({ name, value }) => [name, value])).toEqual([
      ["from", "my stage"],
      ["link", null],
      ["chown", "a:b"],
    ]);
    expect(cut(text, node.flags[0]?.valueRange)).toBe('"my stage"');
    expect(cut(text, node.flags[2]?.valueRange)).toBe("a:b");
    expect(cut(text, node.flags[1]?.range)).toBe("--link");
    expect(words(node)).toEqual(["x", "/y"]);
  });

  test("across lines, ended by --, and never in the arguments", () => {
    const { text, node } = second("RUN --mount=type=cache,dst=/a \\\n    --mount=type=secret,id=k,required -- --not-a-flag --x");
    expect(node.keyword === "RUN" && node.mounts.map(({ type, options }) => [type, Object.fromEntries(options)])).toEqual([
      ["cache", { target: "/a" }],
      ["secret", { id: "k", required: true }],
    ]);
    expect(cut(text, node.flags[1]?.range)).toBe("--mount=type=secret,id=k,required");
    expect(node.text).toBe("--not-a-flag --x");
  });

  test("unknown ones are kept and said to be unknown", () => {
    const text = "FROM a\nRUN --gpu=1 x\nUSER y\n";
    const tree = parse(text);
    expect(tree.problems).toMatchObject([{ kind: "schema", place: { range: [11, 18] } }]);
    expect(tree.instructions[1]?.flags[0]?.name).toBe("gpu");
    expect(tree.instructions[1]?.text).toBe("x");
  });

  test.each([
    ["COPY --from build /a /b", "--from needs a value"],
    ["COPY --chown=a --chown=b c d", "--chown is given twice"],
    ["COPY --link=maybe c d", "--link is true or false"],
    ["RUN --mount", "--mount needs a value"],
  ])("%s is a problem", (line, message) => {
    expect(parse(`FROM a\n${line}\n`).problems[0]?.message).toContain(message);
  });

  test("all flags of the reference", () => {
    const text = `FROM --platform=$BUILDPLATFORM a
RUN --network=none --security=insecure --device=x --mount=type=ssh true
COPY --parents --exclude=*.md --exclude=x --chmod=u=rwX --link=false a b
ADD --checksum=sha256:1 --keep-git-dir=true --unpack --exclude=y a b
HEALTHCHECK --interval=1s --timeout=1s --start-period=1s --start-interval=1s --retries=3 CMD x
`;
    expect(parse(text).problems).toEqual([]);
  });
});

describe("JSON form", () => {
  test.each([
    ['CMD ["a", "b c"]', true, ["a", "b c"]],
    ["CMD [ ]", true, []],
    ['CMD [ "\\u0041\\n" ]', true, ["A\n"]],
    ['CMD ["a"] # note', false, ['["a"] # note']],
    ['CMD ["a" "b"]', false, ['["a" "b"]']],
    ['CMD ["a",]', false, ['["a",]']],
    ["CMD ['a']", false, ["['a']"]],
    ['CMD ["C:\\Ruby\\bin"]', false, ['["C:\\Ruby\\bin"]']],
    ['CMD "a" "b"', false, ['"a" "b"']],
    ['COPY ["a b", "c"]', true, ["a b", "c"]],
    ["COPY [ab] /c", false, ["[ab]", "/c"]],
    ['VOLUME ["/a","/b"]', true, ["/a", "/b"]],
    ["CMD", false, []],
  ] as const)("%s", (line, json, expected) => {
    const { node, text } = second(line);
    expect(node.json).toBe(json);
    expect(words(node)).toEqual(expected);
    expect(parse(text).problems).toEqual([]);
  });

  test("places of the strings, also over lines", () => {
    const { node, text } = second('CMD ["node", \\\n  "ser\\u0076er.js"]');
    expect(node.words.map(({ range }) => cut(text, range))).toEqual(['"node"', '"ser\\u0076er.js"']);
  });

  test("something else than strings is an error to the builder", () => {
    expect(parse('FROM a\nCMD ["a", 1]').problems).toMatchObject([{ kind: "parse", place: { range: [11, 19] } }]);
  });
});

describe("pairs", () => {
  const pairs = (line: string) => {
    const { node, text } = second(line);
    const { pairs: found, legacy } = node as PairsInstruction;
    return {
      legacy,
      values: found.map(({ name, value }) => [name, value]),
      written: found.map(({ nameRange, valueRange }) => [cut(text, nameRange), cut(text, valueRange)]),
    };
  };

  test("quotes and escapes keep blanks inside a value, raw", () => {
    const { values, written } = pairs("ENV A=1 B=\"two words\" C=x\\ y D='$A' \\\n    E= F==");
    expect(values).toEqual([
      ["A", "1"],
      ["B", '"two words"'],
      ["C", "x\\ y"],
      ["D", "'$A'"],
      ["E", ""],
      ["F", "="],
    ]);
    expect(written).toEqual(values);
  });

  test("the old form takes the whole rest", () => {
    expect(pairs("ENV A = b")).toMatchObject({ legacy: true, values: [["A", "= b"]], written: [["A", "= b"]] });
    expect(pairs("LABEL a   b c")).toMatchObject({ legacy: true, values: [["a", "b c"]] });
  });

  test("ARG may have no value, and several names", () => {
    expect(pairs("ARG A B=1").values).toEqual([
      ["A", null],
      ["B", "1"],
    ]);
  });

  test("a word without = among pairs is a problem; the others stay", () => {
    const text = "FROM a\nENV A=1 b C=2";
    const tree = parse(text);
    expect(cut(text, tree.problems[0]?.place.range)).toBe("b");
    expect((tree.instructions[1] as PairsInstruction).pairs).toHaveLength(2);
  });
});

describe("instructions", () => {
  test("HEALTHCHECK", () => {
    const { node } = second("HEALTHCHECK --retries=3 \\\n CMD curl -f http://x || exit 1");
    expect(node).toMatchObject({ none: false, json: false, words: [{ text: "CMD" }, { text: "curl -f http://x || exit 1" }] });
    expect(second('HEALTHCHECK cmd ["a","b"]').node).toMatchObject({ json: true, command: [{ text: "a" }, { text: "b" }] });
    expect(second("HEALTHCHECK none").node).toMatchObject({ none: true, command: [] });
  });

  test("ONBUILD holds an instruction with places of its own", () => {
    const { node, text } = second("ONBUILD COPY --from=b a \\\n  c");
    const inner = node.keyword === "ONBUILD" ? node.inner : null;
    expect(inner).toMatchObject({ keyword: "COPY", onbuild: true, destination: { text: "c" } });
    expect(cut(text, inner?.keywordRange)).toBe("COPY");
    expect(cut(text, inner?.flags[0]?.range)).toBe("--from=b");
  });

  test("blanks alone split EXPOSE and COPY", () => {
    expect(words(second("EXPOSE 3000 # web").node)).toEqual(["3000", "#", "web"]);
    expect(words(second('COPY "a b" /c').node)).toEqual(['"a', 'b"', "/c"]);
  });
});

describe("problems", () => {
  const messages = (text: string) =>
    parse(text).problems.map(({ kind, message, place }) => `${kind} ${message} @${place.range[0]}`);

  test("nothing to build", () => {
    expect(messages("")).toEqual(["parse the file holds no instruction @0"]);
    expect(messages("# only\n\n")).toEqual(["parse the file holds no instruction @0"]);
    expect(messages("ARG A\n")).toEqual(["parse the file has no FROM @0"]);
    expect(messages("RUN x\nFROM a\n")).toEqual(["parse RUN stands before the first FROM; only ARG may @0"]);
  });

  test("an unknown instruction is one problem with what follows it, and the rest is read", () => {
    const text = 'FROM a\nENTRYPOINT [\n  "bash",\n  "-c",\n]\nUSER x\nBOGUS y\n';
    expect(messages(text)).toEqual(['parse unknown instruction "\\"bash\\"," @22', 'parse unknown instruction "BOGUS" @47']);
    expect(parse(text).instructions.at(-2)).toMatchObject({ keyword: "USER", text: "x" });
  });

  test("a line longer than the builder's buffer", () => {
    expect(messages(`FROM a\nRUN ${"x".repeat(65_600)}\nUSER y`)).toEqual([
      expect.stringContaining("longer than the 65,536 bytes"),
    ]);
    expect(messages(`FROM a\nRUN ${"x".repeat(65_000)}`)).toEqual([]);
  });

  test("a template is called one", () => {
    expect(messages("FROM a\n{{ if x }}\nRUN y\n")[0]).toContain("template");
  });

  test("conflict markers: one problem, and one half of the file", () => {
    const text = "<<<<<<< HEAD\nFROM a\nRUN one \\\n=======\nFROM b\nUSER b\n>>>>>>> 12ab\n  two\n";
    const tree = parse(text);
    expect(tree.problems).toMatchObject([{ kind: "merge-conflict", place: { range: [0, 12] } }]);
    expect(tree.instructions.map((node) => `${node.keyword} ${node.text}`)).toEqual(["FROM a", "RUN one   two"]);
  });

  test.each([
    "FROM",
    "FROM a b",
    "FROM a AS",
    "FROM a AS 1x",
    "FROM a\nUSER",
    "FROM a\nCOPY x",
    "FROM a\nSHELL bash -c",
    "FROM a\nSHELL []",
    "FROM a\nENV A",
    "FROM a\nENV =x",
    "FROM a\nHEALTHCHECK",
    "FROM a\nHEALTHCHECK curl x",
    "FROM a\nHEALTHCHECK CMD",
    "FROM a\nHEALTHCHECK NONE x",
    "FROM a\nONBUILD ONBUILD RUN x",
    "FROM a\nRUN <<EOF\nx\n",
  ])("%j is one problem", (text) => {
    const { problems } = parse(text);
    expect(problems.map(({ kind }) => kind)).toEqual(["parse"]);
    expect(problems[0]?.place.range[1]).toBeLessThanOrEqual(text.length);
  });
});
