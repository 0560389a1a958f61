import { describe, expect, it } from "vitest";
import { isCompressed, isRemoteSource, isTarArchive } from "./archives.js";

describe("sources of ADD", () => {
  it.each([
    ["a.tar", true, false, false],
    ["a.tar.gz", true, true, false],
    ["a.tgz", true, false, false],
    ["a.txz", true, false, false],
    ["a.gz", false, true, false],
    ["a.zip", false, false, false],
    ["tar", false, false, false],
    ["https://example.com/a", false, false, true],
    ["git@example.com:a/b", false, false, true],
    ["example.com/a/b.git#v1", false, false, true],
    ["a/b", false, false, false],
  ])("%s", (path, tar, compressed, remote) => {
    expect([isTarArchive(path), isCompressed(path), isRemoteSource(path)]).toEqual([tar, compressed, remote]);
  });
});
