import { describe, expect, it } from "vitest";
import { offsetsFrom } from "./offsets.js";
import { parseScript } from "./parse.js";
import { writtenSecrets } from "./written-secrets.js";

const written = (text: string) => writtenSecrets(parseScript(text, offsetsFrom(0))).map(({ range }) => text.slice(...range));

describe("writtenSecrets", () => {
  it.each([
    ["cat /run/secrets/npmrc > /root/.npmrc && npm ci", "/root/.npmrc"],
    ["cp /run/secrets/env .env", ".env"],
    ['T="$(cat /run/secrets/t)"; echo "token=$T" >> conf', "conf"],
    ["export T=$(cat /run/secrets/t) && printf '%s' ${T} > /etc/app.token", "/etc/app.token"],
  ])("%s", (text, target) => expect(written(text)).toEqual([target]));
  it.each([
    "cat /run/secrets/npmrc > /root/.npmrc && npm ci && rm -f /root/.npmrc",
    "NPM_TOKEN=$(cat /run/secrets/t) npm ci",
    "cat /run/secrets/t > /dev/null",
    "cat /run/secrets/t > /tmp/t",
    "T=$(cat /run/secrets/t); echo done > log",
    "npm ci > build.log",
  ])("%s keeps none", (text) => expect(written(text)).toEqual([]));
});
