import { describe, expect, test } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { substitute } from "./substitute.js";

const VALUES: Record<string, string | null> = {
  HOME: "/home/app",
  EMPTY: "",
  FILE: "/srv/pack.tar.gz",
  PLATFORM: "linux/arm/v7",
  STAR: "a*b",
  LATER: null,
};
const lookup = (name: string) => VALUES[name];
const expand = (text: string, escapeChar = "\\") => substitute(text, lookup, { escape: escapeChar });

describe("substitution", () => {
  test.each([
    ["$HOME/x", "/home/app/x"],
    ["${HOME}x", "/home/appx"],
    ["${NOPE:-d}", "d"],
    ["${EMPTY:-d}", "d"],
    ["${EMPTY-d}", ""],
    ["${NOPE-}", ""],
    ["${HOME:+y}", "y"],
    ["${EMPTY:+y}", ""],
    ["${EMPTY+y}", "y"],
    ["${NOPE+y}", ""],
    ["${HOME:?no}", "/home/app"],
    ["${EMPTY?no}", ""],
    ["${NOPE:-${HOME:-x}}", "/home/app"],
    ["${FILE#*/}", "srv/pack.tar.gz"],
    ["${FILE##*/}", "pack.tar.gz"],
    ["${FILE%.*}", "/srv/pack.tar"],
    ["${FILE%%.*}", "/srv/pack"],
    ["${FILE#x}", "/srv/pack.tar.gz"],
    ["${PLATFORM/\\//-}", "linux-arm/v7"],
    ["${PLATFORM//\\//-}", "linux-arm-v7"],
    ["${PLATFORM//[/x}", "linux/arm/v7"],
    ["${PLATFORM/a?m/x}", "linux/x/v7"],
    ["${STAR#a\\*}", "b"],
    ["'$HOME'", "$HOME"],
    ['"$HOME\'s"', "/home/app's"],
    ["\\$HOME", "$HOME"],
    ["a\\ b", "a b"],
    ['"a\\b\\"c"', 'a\\b"c'],
    ["cost: 5$", "cost: 5$"],
    ["$1$@", ""],
    ["plain", "plain"],
  ])("%s → %s", (text, value) => {
    expect(expand(text)).toEqual({ value, unknown: [], error: null });
  });

  test("the escape directive changes what escapes", () => {
    expect(expand("C:\\dir`$HOME", "`").value).toBe("C:\\dir$HOME");
  });

  test.each([
    ["$NOPE", ["NOPE"]],
    ["x$LATER", ["LATER"]],
    ["${LATER:-d}", ["LATER"]],
    ["${LATER:+d}", ["LATER"]],
    ["${NOPE#x}", ["NOPE"]],
    ["${HOME#$LATER}", ["LATER"]],
    ["$NOPE$LATER$NOPE", ["NOPE", "LATER"]],
  ])("%s is not known", (text, unknown) => {
    expect(expand(text)).toEqual({ value: null, unknown, error: null });
  });

  test("a word that is not used may be unknown", () => {
    expect(expand("${HOME:-$LATER}").value).toBe("/home/app");
  });

  test.each([
    "${HOME",
    "${}",
    "${:-x}",
    "${HOME:=x}",
    "${HOME:#x}",
    "${HOME^}",
    "'open",
    '"open',
    "${NOPE:?must be set}",
    "${HOME/a}",
    "${HOME#\\a}",
  ])("%s is an error", (text) => {
    expect(expand(text)).toMatchObject({ value: null, error: expect.stringMatching(/./) });
  });

  test("the message of ${VAR:?…} is said", () => {
    expect(expand("${NOPE:?must be set}").error).toBe("NOPE: must be set");
  });

  test(
    "stars and depth cost no more than they should",
    () => {
      const long = "a".repeat(4000);
      const stars = substitute(`\${A##${"*a".repeat(100)}b}`, () => long, { escape: "\\" });
      expect(stars.value).toBe(long);
      expect(expand("${A:-".repeat(100_000)).value).toBeNull();
    },
    HANGS,
  );
});
