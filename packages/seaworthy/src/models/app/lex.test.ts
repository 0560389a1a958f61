import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Family } from "./lexed.js";
import { argumentsAt, literalsIn, readSource, stringAt } from "./source.js";

const code = (text: string, family: Family) => readSource("a", text, family).code;

describe("the lexers", () => {
  it.each([
    ["js", `// process.on("SIGTERM")\nrun(); /* a.b() */ x`],
    ["python", `# signal.signal(SIGTERM)\nrun() # a.b()\nx`],
    ["go", "// signal.Notify(c)\nrun() /* a.b() */\nx"],
    ["java", "// addShutdownHook(\nrun(); /* a.b() */ x"],
  ] as const)("blanks the comments of %s and keeps offsets", (family, text) => {
    const blanked = code(text, family);
    expect(blanked).toHaveLength(text.length);
    expect(blanked).toContain("run()");
    expect(blanked).not.toMatch(/SIGTERM|Notify|Hook|a\.b/);
    expect(blanked.indexOf("x")).toBe(text.lastIndexOf("x"));
  });

  it("keeps the code inside ${…} of a template and blanks its text", () => {
    const blanked = code("a(`b() ${c(`d() ${e()}`)} f()`); g()", "js");
    expect(blanked).toContain("c(");
    expect(blanked).toContain("e()");
    expect(blanked).toContain("g()");
    expect(blanked).not.toMatch(/b\(|d\(|f\(/);
  });

  it("does not take a division, a JSX end tag or a regular expression for one another", () => {
    expect(code("const a = b / c; d(); const r = /['\"]e(/; f()", "js")).toMatch(/d\(\);.*f\(\)/);
    expect(code("return <p>Don't</p>;\nrun()", "js")).toContain("run()");
    expect(code('x = <img src="a" />;\nrun()', "js")).toContain("run()");
  });

  it("reads triple quotes, prefixes and raw strings", () => {
    expect(code('a("""\nsignal.signal()\n""")\nrun()', "python")).not.toContain("signal");
    expect(code("a(r'\\d', b'x', rb'y')\nrun()", "python")).toContain("run()");
    expect(code("a := `x() // y`\nrun()", "go")).toMatch(/run\(\)/);
    expect(code('a("""\n x() "quoted"\n""");\nrun();', "java")).not.toContain("x()");
  });

  it("finds arguments and literals of a call, nested brackets and commas in strings included", () => {
    const file = readSource("a", `f("a, b", g(1, 2), { c: [3, 4] }, h)`, "js");
    expect(argumentsAt(file, 1).map((range) => file.text.slice(...range))).toEqual(['"a, b"', "g(1, 2)", "{ c: [3, 4] }", "h"]);
    expect(stringAt(file, 2)?.value).toBe("a, b");
    expect(literalsIn(file, [0, file.text.length]).map((one) => one.value)).toEqual(["a, b"]);
  });

  it("never throws and never changes a length or a line break, whatever the text", () => {
    const piece = fc.constantFrom(
      "`",
      "${",
      "}",
      '"',
      "'",
      '"""',
      "/",
      "//",
      "/*",
      "*/",
      "#",
      "\\",
      "\n",
      "(",
      ")",
      "{",
      "[",
      "]",
      "a",
      " ",
      "r'",
      "=>",
      "<",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom<Family>("js", "go", "java", "python"), (pieces, family) => {
        const text = pieces.join("");
        const file = readSource("a", text, family);
        expect(file.code.replace(/[^\n]/g, "")).toBe(text.replace(/[^\n]/g, ""));
        expect(file.code).toHaveLength(text.length);
      }),
      { numRuns: 400 },
    );
  });
});
