import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { compareOf } from "./compare.js";

/** Pairs of versions made of the signs that a scheme gives a meaning to; always the same ones. */
function pairs(pieces: readonly string[], count: number, valid: RegExp): readonly (readonly [string, string])[] {
  let seed = 11;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const version = (): string => {
    for (;;) {
      let text = String(next(3));
      for (let more = next(7); more > 0; more--) text += pieces[next(pieces.length)];
      if (valid.test(text)) return text;
    }
  };
  return Array.from({ length: count }, () => {
    const first = version();
    // Neighbours are the hard cases: most second versions differ from the first by their end alone.
    const second = next(3) > 0 ? first.slice(0, Math.max(1, next(first.length + 1))) + pieces[next(pieces.length)] : version();
    return [first, valid.test(second) ? second : version()] as const;
  });
}

function lacks(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status !== 0;
}

function agree(ecosystem: string, asked: readonly (readonly [string, string])[], answers: readonly string[]): void {
  const compare = compareOf(ecosystem);
  const ours = asked.map(([a, b]) => `${a} ${Math.sign(compare?.(a, b) ?? Number.NaN)} ${b}`);
  expect(answers).toHaveLength(asked.length);
  expect(ours).toEqual(asked.map(([a, b], at) => `${a} ${answers[at]} ${b}`));
}

function linesOf(program: string, args: readonly string[], input: string): readonly string[] {
  const { stdout, status, stderr } = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout.trim().split("\n");
}

describe("the order of versions is that of the program that installs them", () => {
  it.skipIf(lacks("dpkg", ["--version"]))("dpkg (skipped where it is not installed)", () => {
    const asked = pairs(
      ["1", "0", "00", "10", ".", "-", "~", "+", "a", "rc", "deb", "ubuntu", "b", ".1", "-1"],
      150,
      /^\d(?:[\w.+~-]*[\w.+~])?$/,
    );
    const script =
      'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; elif dpkg --compare-versions "$a" gt "$b"; then echo 1; else echo 0; fi; done';
    agree("Debian", asked, linesOf("sh", ["-c", script], `${asked.map((pair) => pair.join(" ")).join("\n")}\n`));
  });

  it.skipIf(lacks("rpm", ["--version"]))("rpm (skipped where it is not installed)", () => {
    const asked = pairs(["1", "0", "01", "10", ".", "~", "^", "a", "rc", "el8", "_", "+", ".1"], 3000, /^[\w.+~^]+$/);
    const list = asked.map(([a, b]) => `{"${a}","${b}"}`).join(",");
    const lua = `%{lua: for _, p in ipairs({${list}}) do print(rpm.vercmp(p[1], p[2]) .. "\\n") end}`;
    agree("Red Hat", asked, linesOf("rpm", ["--eval", lua], ""));
  });

  it.skipIf(lacks("apk", ["--version"]))("apk (skipped where it is not installed)", () => {
    const asked = pairs(
      ["1", "0", "01", "10", ".", ".1", "_rc1", "_alpha", "_p1", "_git2", "a", "-r1", "-r10"],
      300,
      /^\d+(\.\d+)*[a-z]?(_(rc|alpha|p|git)\d*)*(-r\d+)?$/,
    );
    const signs: Readonly<Record<string, string>> = { "<": "-1", ">": "1", "=": "0" };
    const script = 'while read -r a b; do apk version -t "$a" "$b"; done';
    const said = linesOf("sh", ["-c", script], `${asked.map((pair) => pair.join(" ")).join("\n")}\n`);
    agree(
      "Alpine",
      asked,
      said.map((sign) => signs[sign] ?? sign),
    );
  });

  it.skipIf(lacks("ruby", ["--version"]))("RubyGems (skipped where ruby is not installed)", () => {
    const asked = pairs(
      ["1", "0", "10", ".", ".1", ".0", "a", "beta", ".rc", "-x"],
      3000,
      /^\d+(\.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
    );
    const program = "STDIN.each_line { |l| a, b = l.split; puts(Gem::Version.new(a) <=> Gem::Version.new(b)) }";
    agree("RubyGems", asked, linesOf("ruby", ["-e", program], `${asked.map((pair) => pair.join(" ")).join("\n")}\n`));
  });

  it.skipIf(lacks("python3", ["-c", "import packaging.version"]))("packaging (skipped where python has it not)", () => {
    const asked = pairs(
      ["1", "0", "10", ".", ".1", "a1", "b2", "rc1", ".post1", ".dev3", "+local", "!1"],
      3000,
      /^(\d+!)?\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?(\+[a-z0-9]+)?$/,
    );
    const program =
      "import sys\nfrom packaging.version import Version\nfor l in sys.stdin:\n a,b=map(Version,l.split())\n print((a>b)-(a<b))";
    agree("PyPI", asked, linesOf("python3", ["-c", program], `${asked.map((pair) => pair.join(" ")).join("\n")}\n`));
  });
});
