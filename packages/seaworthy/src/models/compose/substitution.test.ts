import { describe, expect, it } from "vitest";
import { parseDotEnv } from "./dotenv.js";
import { substitute } from "./substitution.js";

const ENV = new Map([
  ["SET", "value"],
  ["EMPTY", ""],
  ["OTHER", "more"],
]);

describe("substitute", () => {
  it.each([
    ["no variables", "no variables"],
    ["$SET", "value"],
    ["${SET}", "value"],
    ["<$SET/${OTHER}>", "<value/more>"],
    ["$SETX", ""],
    ["$$SET", "$SET"],
    ["$$$SET", "$value"],
    ["$$$$", "$$"],
    ["cost: 5$", "cost: 5$"],
    ["$1 $(date) $ $-", "$1 $(date) $ $-"],
    ["${UNSET:-x}", "x"],
    ["${EMPTY:-x}", "x"],
    ["${SET:-x}", "value"],
    ["${UNSET-x}", "x"],
    ["${EMPTY-x}", ""],
    ["${UNSET:-}", ""],
    ["${SET:+x}", "x"],
    ["${EMPTY:+x}", ""],
    ["${EMPTY+x}", "x"],
    ["${UNSET+x}", ""],
    ["${SET:?e}", "value"],
    ["${EMPTY?e}", ""],
    ["${UNSET:-${SET}}", "value"],
    ["${UNSET:-${ALSO:-${OTHER}}}!", "more!"],
    ["${UNSET:-a:b-c?d}", "a:b-c?d"],
    ['${UNSET:-{"a": {"b": 1}}}', '{"a": {"b": 1}}'],
    ["${UNSET:-$$5}", "$5"],
    ["${_under1}", ""],
    ["$EMPTY$SET", "value"],
  ])("%j becomes %j", (text, expected) => {
    const result = substitute(text, ENV);
    expect(result.text).toBe(expected);
    expect(result.broken).toBe(false);
  });

  it.each(["${}", "${1}", "${SET", "${SET.x}", "${SET:x}", "${UNSET:-a\nb}", "${UNSET:-${SET}"])("%j is broken", (text) => {
    expect(substitute(text, ENV).broken).toBe(true);
  });

  it("names the required variables that have no value, with their message", () => {
    expect(substitute("${A:?set $OTHER} ${EMPTY:?} ${EMPTY?fine} ${B?}", ENV).required).toEqual([
      { name: "A", message: "set $OTHER" },
      { name: "EMPTY", message: "" },
      { name: "B", message: "" },
    ]);
  });

  it("says whether the text is the file's own", () => {
    expect(substitute("${A:-literal}", ENV)).toMatchObject({ filled: false, missing: [] });
    expect(substitute("${SET:-literal}", ENV)).toMatchObject({ filled: true, missing: [] });
    expect(substitute("a${A}b${B}", ENV)).toMatchObject({ filled: false, missing: ["A", "B"] });
    expect(substitute("${A:-}", ENV)).toMatchObject({ missing: ["A"] });
    expect(substitute("${SET:+literal}", ENV)).toMatchObject({ filled: true });
    expect(substitute("$$A", ENV)).toMatchObject({ filled: false, missing: [] });
  });

  it("ends on hostile nesting", () => {
    expect(substitute("${A:-".repeat(2000) + "}".repeat(2000), ENV).broken).toBe(true);
    expect(substitute("${".repeat(20_000), ENV).broken).toBe(true);
  });
});

describe("parseDotEnv", () => {
  const read = (text: string): Record<string, string> => Object.fromEntries(parseDotEnv(text, ENV));

  it("reads what Compose reads", () => {
    expect(
      read(
        [
          "\ufeff# comment",
          "A=1",
          "export B = two words  # note",
          "C='a $SET # kept'",
          'D="x\\ty $SET"',
          "E=",
          "F: yaml",
          "SET",
          "NOWHERE",
          "G=$A-${OTHER}",
          'H="two',
          'lines"',
          "I=pass#word",
          "not a line",
          "K=#gone",
        ].join("\r\n"),
      ),
    ).toEqual({
      A: "1",
      B: "two words",
      C: "a $SET # kept",
      D: "x\ty value",
      E: "",
      F: "yaml",
      SET: "value",
      G: "1-more",
      H: "two\nlines",
      I: "pass#word",
      K: "",
    });
  });
});
