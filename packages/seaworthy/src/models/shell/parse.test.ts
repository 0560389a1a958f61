import { describe, expect, test } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { offsetsFrom, offsetsThrough } from "./offsets.js";
import { MAX_TEXT, parseScript } from "./parse.js";

const read = (text: string) => parseScript(text, offsetsFrom(0));
const names = (text: string) => read(text).commands.map(({ name }) => name);
const first = (text: string) => {
  const [command] = read(text).commands;
  if (command === undefined) throw new Error(`no command in ${text}`);
  return command;
};
const values = (text: string) => first(text).words.map(({ value }) => value);

describe("commands", () => {
  test("stand in the order of the text, with what stands before them", () => {
    const { commands } = read("a && b || c; d | e & f");
    expect(commands.map(({ name, after }) => `${after} ${name}`)).toEqual(["start a", "&& b", "|| c", "; d", "| e", "& f"]);
    expect(commands.map(({ pipe }) => `${pipe.index}/${pipe.length}`)).toEqual(["0/1", "0/1", "0/1", "0/2", "1/2", "0/1"]);
    expect(commands.map(({ background }) => background)).toEqual([false, false, false, true, true, false]);
  });

  test("know what they are inside of", () => {
    const text =
      "if a; then b; elif c; then d; else e; fi; while f; do g; done; for x in $(h); do i; done; j() { k; }; (l); case x in y) m;; esac";
    const inside = Object.fromEntries(read(text).commands.map((command) => [command.name, command.inside.join("+")]));
    expect(inside).toEqual({
      a: "condition",
      b: "branch",
      c: "condition",
      d: "branch",
      e: "branch",
      f: "condition",
      g: "loop",
      h: "substitution",
      i: "loop",
      k: "function",
      l: "subshell",
      m: "branch",
    });
  });

  test("a group in a pipeline hands its place to what is in it", () => {
    const { commands } = read("{ a; b; } | sh");
    expect(commands.map(({ pipe }) => `${pipe.index}/${pipe.length}`)).toEqual(["0/2", "0/2", "1/2"]);
  });

  test("negation, assignments, redirects and their descriptors", () => {
    const command = first("! A=1 B=$X prog 2>/dev/null >out <in");
    expect(command.negated).toBe(true);
    expect(command.assignments.map(({ name, value }) => [name, value])).toEqual([
      ["A", "1"],
      ["B", null],
    ]);
    expect(command.redirects.map(({ operator, target }) => `${operator} ${target?.value}`)).toEqual([
      "2> /dev/null",
      "> out",
      "< in",
    ]);
  });

  test("found in substitutions of words, defaults, heredocs and backticks with escapes", () => {
    expect(names('a "$(b)" ${X:-$(c)} `d \\`e\\`` <(f) <<END\n$(g)\nEND\n')).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
    expect(names("cat <<'END'\n$(g)\nEND\n")).toEqual(["cat"]);
  });

  test("export assigns", () => {
    expect(first("export A=1 B='x y'").assignments.map(({ name, value }) => `${name}=${value}`)).toEqual(["A=1", "B=x y"]);
  });
});

describe("words", () => {
  test.each([
    ["a\\ b 'c d' \"e f\" g*", ["a b", "c d", "e f", "g*"]],
    ['a $X "$Y" \'$Z\' "\\$W" {b,c} {b,$C}', ["a", null, null, "$Z", "$W", "{b,c}", null]],
    ["a \\\n b", ["a", "b"]],
    ["a $'x\\ty'", ["a", "x\ty"]],
  ])("%j", (text, expected) => expect(values(text)).toEqual(expected));

  test("the base name of a program, also behind an unknown directory", () => {
    expect(names('/usr/bin/apt-get x; ./gradlew x; $V/bin/pip x; "$V/bin/pip" x; $V x; ${A/b/c} x')).toEqual([
      "apt-get",
      "gradlew",
      "pip",
      "pip",
      null,
      null,
    ]);
  });
});

describe("prefixes", () => {
  test.each([
    ["sudo -Eu app FOO=1 node x", "node", ["sudo"]],
    ["env -i -u X A=b node x", "node", ["env"]],
    ["exec gosu app:app node x", "node", ["exec", "gosu"]],
    ["tini -p SIGTERM -- node x", "node", ["tini"]],
    ["dumb-init node x", "node", ["dumb-init"]],
    ["setpriv --reuid 1000 --clear-groups -- node x", "node", ["setpriv"]],
    ["nice -n 10 ionice -c2 nohup node x", "node", ["nice", "ionice", "nohup"]],
    ["timeout -k 5 10s node x", "node", ["timeout"]],
    ["xargs -n 1 npm install", "npm", ["xargs"]],
    ["time -p node x", "node", ["time"]],
    ["corepack yarn@4 install", "yarn@4", ["corepack"]],
    ["corepack enable", "corepack", []],
    ["command -v node", "command", []],
    ["exec >log", "exec", []],
    ["runuser -u app -- node x", "node", ["runuser"]],
    ["chroot --userspec=app / node x", "node", ["chroot"]],
    ["gosu app", "gosu", []],
  ])("%s", (text, name, prefixes) => {
    expect(first(text).name).toBe(name);
    expect(first(text).prefixes).toEqual(prefixes);
  });

  test("are kept as words, and their assignments count", () => {
    const command = first("sudo -u app A=1 node x");
    expect(command.prefixWords.map(({ text }) => text)).toEqual(["sudo", "-u", "app", "A=1"]);
    expect(command.assignments.map(({ name, value }) => [name, value])).toEqual([["A", "1"]]);
    expect(command.words.map(({ text }) => text)).toEqual(["node", "x"]);
  });
});

describe("shells in shells", () => {
  test.each([
    ["sh -c 'a && b'", ["sh", "a", "b"]],
    ['bash -euo pipefail -c "a \\"x y\\" $Z"', ["bash", "a"]],
    ["su - app -c 'a'", ["su", "a"]],
    ["bash <<'X'\na\nX\n", ["bash", "a"]],
    ["sh -c \"sh -c 'a'\"", ["sh", "sh", "a"]],
    ['sh -c "$(a)"', ["sh", "a"]],
    ['sh -c "$X"', ["sh"]],
    ["sh script.sh", ["sh"]],
    ["bash --version", ["bash"]],
  ])("%j", (text, expected) => expect(names(text)).toEqual(expected));

  test("places are those of the outer text, through escapes", () => {
    const text = 'sh -c "echo \\"a b\\" && \\$X run"';
    const [, echo, run] = read(text).commands;
    expect(text.slice(...(echo?.range ?? [0, 0]))).toBe('echo \\"a b\\"');
    expect(echo?.words[1]?.value).toBe("a b");
    expect(text.slice(...(run?.range ?? [0, 0]))).toBe("$X run");
    expect(run?.inside).toEqual(["shell-c"]);
  });
});

describe("options of the shell", () => {
  test.each([
    ["set -eux", true, false],
    ["set -euo pipefail; a", true, true],
    ["set -o errexit -o pipefail", true, true],
    ["#!/bin/sh -e\na", true, false],
    ["bash -ec 'a'", true, false],
    ["set +e", false, false],
    ["f() { set -e; }", false, false],
    ["(set -e)", false, false],
    ["a; bash -ec 'b'", false, false],
    ["set -- -e", false, false],
  ])("%j", (text, errexit, pipefail) => {
    expect(read(text).errexit).toBe(errexit);
    expect(read(text).pipefail).toBe(pipefail);
  });
});

test("ranges go through the map of the text", () => {
  // "a && b" joined out of "a \\\n&& b" at offset 10.
  const script = parseScript("a && b", offsetsThrough(offsetsFrom(10), [0, 1, 4, 5, 6, 7, 8]));
  expect(script.commands.map(({ range }) => range)).toEqual([
    [10, 11],
    [17, 18],
  ]);
});

describe("hostile texts end in errors", () => {
  test("too long", () => {
    const script = read("a;".repeat(MAX_TEXT));
    expect(script.commands).toEqual([]);
    expect(script.errors).toHaveLength(1);
  });

  test.each([
    "{ ",
    "$(",
    "`",
    "((",
    "sh -c '",
    "if a; then ",
    "case x in a) ",
    '"$(',
    "<(",
    "${a:-",
    "f() { ",
    "<<A $(\n",
    "!",
    "a &&",
  ])(
    "%j again and again",
    (unit) => {
      expect(() => read(unit.repeat(4000))).not.toThrow();
    },
    HANGS,
  );

  test("what cannot be parsed has a place", () => {
    const { errors } = read("if a; then b");
    expect(errors.length).toBeGreaterThan(0);
    expect(errors[0]?.range[1]).toBeLessThanOrEqual(12);
  });
});
