import { describe, expect, test } from "vitest";
import { HANGS } from "../../testing/limits.js";
import { downloadsOf } from "./downloads.js";
import { offsetsFrom } from "./offsets.js";
import { parseScript } from "./parse.js";

const read = (text: string) => downloadsOf(parseScript(text, offsetsFrom(0)));

describe("url and output", () => {
  test.each([
    ["curl -fsSLo /usr/bin/x https://h/x", "https://h/x", "/usr/bin/x"],
    ["curl -H 'A: b' -O https://h/d/x.tgz?q=1", "https://h/d/x.tgz?q=1", "x.tgz"],
    ['curl -sSL "https://h/$V/x" > out', '"https://h/$V/x"', "out"],
    ["wget -q -O- https://h/x", "https://h/x", null],
    ["wget -qO x.sh https://h/y", "https://h/y", "x.sh"],
    ["wget --header 'A: b' https://h/z.zip", "https://h/z.zip", "z.zip"],
    ["curl $URL -o f", "$URL", "f"],
  ])("%s", (text, url, output) => {
    expect(read(text).map((each) => [each.url?.text, each.output])).toEqual([[url, output]]);
  });

  test.each([
    "curl -f http://localhost:8080/health",
    "wget --spider http://h/x",
    "curl -X POST -d a=b https://h/x",
    "curl --version",
    "git clone https://h/r",
  ])("%s downloads nothing", (text) => expect(read(text)).toEqual([]));
});

describe("what runs a download unseen", () => {
  test.each([
    ["curl -fsSL https://h/i.sh | bash -s -- -y", "bash"],
    ["curl https://h/i.sh | tee log | sudo -E sh -", "sh"],
    ["wget -qO- https://h/i.py | python3 -", "python3"],
    ['sh -c "$(curl -fsSL https://h/i.sh)"', "sh"],
    ["bash <(curl -s https://h/i.sh)", "bash"],
    ['eval "$(curl https://h/env)"', "eval"],
    ["{ curl https://h/a; } | sh", "sh"],
    ["curl https://h/x | tar xz", null],
    ["curl https://h/x | sh -c 'cat > y'", null],
    ["curl -o x https://h/x && sh x", null],
    ["V=$(curl https://h/version) && echo $V | sh", null],
    ["curl https://h/x | gpg --dearmor; a | bash", null],
  ])("%s", (text, runner) => expect(read(text)[0]?.runBy?.name ?? null).toBe(runner));
});

describe("what verifies a download", () => {
  test.each([
    ['curl -o x https://h/x && echo "$SUM  x" | sha256sum -c -', ["sha256sum"]],
    ["curl -O https://h/x.tgz; curl -O https://h/x.tgz.asc; gpg --batch --verify x.tgz.asc x.tgz", ["gpg", "gpg"]],
    ['curl -o a https://h/a; curl -o b https://h/b; echo "$S b" | sha256sum -c', [null, "sha256sum"]],
    ['curl -o a https://h/a && [ "$(sha256sum a | cut -d" " -f1)" = "$S" ]', ["sha256sum"]],
    ["curl -o a https://h/a && sha256sum a", [null]],
    ["curl -o a https://h/a && gpg --import key", [null]],
    ["sha256sum -c x; curl -o x https://h/x", [null]],
    ["wget https://h/a && cosign verify-blob --key k a", ["cosign"]],
  ])("%s", (text, expected) => expect(read(text).map(({ verifiedBy }) => verifiedBy?.name ?? null)).toEqual(expected));
});

test(
  "many downloads and checks end in good time",
  () => {
    read("curl https://h/x; sha256sum -c;".repeat(8000));
  },
  HANGS,
);
