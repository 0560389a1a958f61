import { type ParsedScript, parse } from "unbash";
import { describe, expect, test } from "vitest";
import { Commands } from "./commands.js";
import { endingsOf } from "./endings.js";
import { offsetsFrom } from "./offsets.js";
import { readPlain } from "./plain.js";

/** All that is told of a text by a reader of its syntax. */
function told(text: string, read: (text: string) => ParsedScript): unknown {
  const commands = new Commands(read);
  commands.addText(text, offsetsFrom(0));
  const { list, errors, errexit, pipefail } = commands;
  const sited = list.map((command) => ({
    ...command,
    range: command.range,
    words: command.words.map((word) => ({ ...word, range: word.range })),
    prefixWords: command.prefixWords.map((word) => ({ ...word, range: word.range })),
    redirects: command.redirects.map((redirect) => ({ ...redirect, place: redirect.target?.range })),
  }));
  return { sited, errors, errexit, pipefail, endings: endingsOf(read(text)) };
}

function expectAlike(text: string): void {
  expect(told(text, (one) => readPlain(one) ?? parse(one))).toEqual(told(text, parse));
}

const REAL = [
  "apt-get update && apt-get install -y --no-install-recommends curl ca-certificates && rm -rf /var/lib/apt/lists/*",
  'apk add --no-cache curl; cp /usr/share/zoneinfo/Europe/Zurich /etc/localtime; echo "Europe/Zurich" > /etc/timezone',
  "DEBIAN_FRONTEND=noninteractive A=$B apt-get install -y tzdata",
  "curl -fsSL https://example.org/x.tgz | tar -xz -C /opt --strip-components=1 || exit 1",
  "set -euo pipefail; pip install -r requirements.txt 2>/dev/null >>/tmp/log 2>&1",
  "export PATH=/opt/bin:$PATH && echo 'deb http://x y' >> /etc/apt/sources.list",
  'sudo -u app env A=1 npm ci && exec node "${APP}/main.js" \'$literal\' ""',
  'adduser -D -s /bin/sh "$USER" && chown -R app:app ~app',
  "bash -c 'apt-get update && apt-get install -y git'",
  'sudo sh -ec "npm ci"',
];

describe("the syntax of a simple line", () => {
  test.each(REAL)("is what the parser gives: %s", expectAlike);

  test("is read for most lines, and without the parser", () => {
    const read = REAL.filter((text) => readPlain(text) !== null);
    // An export with a value and what a shell is given with -c are left to the parser, and so are words that may be a shell.
    expect(REAL.filter((text) => !read.includes(text))).toEqual([REAL[5], REAL[7], REAL[8], REAL[9]]);
  });

  test.each([
    "",
    " ",
    "if a; then b; fi",
    "a && ",
    "&& a",
    "a;; b",
    "a & b",
    "a |& b",
    "a $(b)",
    "a `b`",
    "a ${b:-c}",
    "a $1",
    "a \\; b",
    "a # b",
    "! a",
    "{ a; }",
    "(a)",
    "a <<E",
    "a <(b)",
    "> a b",
    "a 'b",
    'a "b',
    "a\nb",
    "time a",
    "export A=1",
    "a[1]=2 b",
    "A+=1 b",
  ])("leaves to the parser: %s", (text) => {
    expect(readPlain(text)).toBeNull();
  });

  test("is what the parser gives for any line that is read", () => {
    const pieces =
      "a apt-get install -y if export A=1 B+=2 a[1]=2 \"q\" $V ${V} $1 * [a] ? ~/x = 2 && || ; | > >> 2> 2>&1 < &> /dev/null ' \" $ { } \\ # ! % a:b é set -e -o pipefail sudo env bash -c su time in alias =x -- \"\" '' x= '$V' [[ ]] exec".split(
        " ",
      );
    let state = 20;
    const next = (bound: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % bound;
    };
    let read = 0;
    for (let count = 0; count < 20_000; count++) {
      let text = "";
      for (let piece = next(11); piece >= 0; piece--) text += `${pieces[next(pieces.length)]}${next(4) > 0 ? " " : ""}`;
      if (readPlain(text) === null) continue;
      read++;
      expectAlike(text);
    }
    expect(read).toBeGreaterThan(2000);
  });
});
