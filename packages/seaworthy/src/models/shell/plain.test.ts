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
  'arch="$(dpkg --print-architecture)" && if [ "$arch" = amd64 ]; then A=x64; elif [ ! -f b ]; then A=$(uname -m); else exit 1; fi && echo "$A"',
  'for dir in src/*.csproj "$(pwd)"/x; do mkdir -p "$dir" && mv "$dir" \'a b\'; done',
  "until pg_isready; do sleep 1; done; { echo a; echo 'b c'; } > /etc/x.conf; (cd /tmp && tar xf -) 2>&1 | tee log",
  'apt-get update\n# what it needs\napt-get install -y git\nfind / -name "*.pyc" -exec rm {} \\; || ! true',
  'export JAVA_HOME="${JAVA_HOME:-/opt/java}" PATH=$PATH:$1 && printf "a\\n\\"b\\"\\$c" | grep -v \'x$\' & wait',
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

  test.each(REAL)("is read without the parser: %s", (text) => {
    expect(readPlain(text)).not.toBeNull();
  });

  test.each([
    "",
    " ",
    "a && ",
    "&& a",
    "a;; b",
    "a |& b",
    "a $((1))",
    "a $(case x in x) b;; esac)",
    "a `b`",
    "a ${b%$c}",
    "a ${b:-$c}",
    "a $$",
    "a $'b'",
    "a <<E",
    "a <(b)",
    "a &> b",
    "> a b",
    "a 'b",
    'a "b',
    "a \\",
    "a {b,c}",
    "a ]b[$c",
    "time a",
    "if a; then b",
    "if a; b; fi",
    "if; then b; fi",
    "for a; do b; done",
    "for a in b; do c",
    "{ a; } b",
    "{ a }",
    "(a) b",
    "((a))",
    "f() { a; }",
    "case a in b) c;; esac",
    "[[ a ]]",
    "eval a",
    "a[1]=2 b",
    "A+=1 b",
    "A=(1) b",
    `${"(".repeat(40)}a${")".repeat(40)}`,
  ])("leaves to the parser: %s", (text) => {
    expect(readPlain(text)).toBeNull();
  });

  test("is what the parser gives for any line that is read", () => {
    const pieces =
      'a apt-get install -y if then elif else fi for x in do done while until { } ( ) export A=1 B+=2 a[1]=2 "q" $V ${V} ${V:-x} ${V:+$W} ${V%.*} ${V##*-} ${V%%x} $1 $@ $? $( $(a) `b` $((1)) * [a] [ ] "[a]" ? ~/x = != ! 2 && || ; | & > >> 2> 2>&1 >&2 < &> /dev/null \' " $ {} {a,b} \\ \\; \\" \\$ # a#b % a:b é set -e -o pipefail sudo env bash -c -ec /bin/sh su "-c" time alias =x -- "" \'\' x= x=$(a) \'$V\' "$(a)" "$V" [[ ]] exec case esac'.split(
        " ",
      );
    const shells = [
      `sh -c "b c"`,
      `sh -ec 'b; c'`,
      `su -c "b \\"$V\\" $(a)" x`,
      "bash -c b$V",
      "sh -c $V",
      `bash -c 'a "b'"$V"\\ c`,
    ];
    const all = [...pieces, ...shells, "\n", "\\\n"];
    const forms = [
      "if a; then b; fi",
      "if a; then b; elif c; then a; else b; fi",
      "for x in a b; do c; done",
      "while a; do b; done",
      "until a\ndo b\ndone",
      "{ a; }",
      "{ a; } > b",
      "( a )",
      "(a) 2>&1 >> b",
      "$(a b)",
      "x=$(a)",
      '"$(a)"',
      "a && b",
      "a | b",
      "! a | b",
      "a; b",
      "a & b",
      "export A=b",
    ];
    let state = 20;
    const next = (bound: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % bound;
    };
    const piece = (): string => all[next(all.length)] ?? "";
    const form = (): string => forms[next(forms.length)] ?? "";
    const line = (): string => {
      let text = "";
      for (let count = next(11); count >= 0; count--) text += `${piece()}${next(4) > 0 ? " " : ""}`;
      return text;
    };
    /** Forms in one another, with something in a place where it may not stand. */
    const nested = (): string => {
      let text = form();
      for (let count = next(5); count >= 0; count--) {
        const spots = [...text.matchAll(/\b[abc]\b/g)];
        const at = spots[next(spots.length || 1)]?.index;
        if (at === undefined) break;
        text = `${text.slice(0, at)}${next(3) > 0 ? form() : `${piece()} ${piece()}`}${text.slice(at + 1)}`;
      }
      const at = next(text.length);
      return next(3) > 0 ? text : `${text.slice(0, at)}${piece()}${text.slice(at)}`;
    };
    let read = 0;
    for (let count = 0; count < 20_000; count++) {
      const text = next(2) > 0 ? line() : nested();
      if (readPlain(text) === null) continue;
      read++;
      expectAlike(text);
    }
    expect(read).toBeGreaterThan(5000);
  });
});
