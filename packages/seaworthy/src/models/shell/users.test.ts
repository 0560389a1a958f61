import { describe, expect, test } from "vitest";
import { offsetsFrom } from "./offsets.js";
import { parseScript } from "./parse.js";
import { accountsOf, ownerChangesOf } from "./users.js";

const accounts = (text: string) =>
  accountsOf(parseScript(text, offsetsFrom(0))).map(({ kind, name, id, group, system }) => [kind, name, id, group, system]);

describe("accounts", () => {
  test.each([
    [
      "addgroup -g 1001 app && adduser -u 1001 -G app -s /bin/sh -D user",
      [
        ["group", "app", 1001, null, false],
        ["user", "user", 1001, "app", false],
      ],
    ],
    [
      "addgroup -S app && adduser -S app -G app",
      [
        ["group", "app", null, null, true],
        ["user", "app", null, "app", true],
      ],
    ],
    ["useradd --create-home --shell /bin/bash -u $UID app", [["user", "app", null, null, false]]],
    [
      "groupadd -r app && useradd -r -g app app",
      [
        ["group", "app", null, null, true],
        ["user", "app", null, "app", true],
      ],
    ],
    ["adduser --system --group --uid 1000 --home /x app", [["user", "app", 1000, null, true]]],
    ["adduser --disabled-password --gecos '' app", [["user", "app", null, null, false]]],
    ["useradd -ms /bin/bash -d /home/x x", [["user", "x", null, null, false]]],
    ["adduser app docker; addgroup app docker; useradd -D", []],
  ])("%s", (text, expected) => expect(accounts(text)).toEqual(expected));
});

describe("owners", () => {
  const changes = (text: string) =>
    ownerChangesOf(parseScript(text, offsetsFrom(0))).map(({ owner, paths, recursive }) => [owner, paths.join(" "), recursive]);
  test.each([
    ["chown -R app:app /app /data", [["app:app", "/app /data", true]]],
    ['chown "$U" x', [["$U", "x", false]]],
    ["chgrp -R 0 /app", [[":0", "/app", true]]],
    ["install -d -o app -g app -m 0750 /var/lib/x", [["app", "/var/lib/x", false]]],
    ["chown", []],
  ])("%s", (text, expected) => expect(changes(text)).toEqual(expected));
});
