import { describe, expect, it } from "vitest";
import { TarReader } from "../image/tar/tar-reader.js";
import { archiveOf } from "./archive.js";

describe("an archive", () => {
  it("holds files as they were given, with names of any length", () => {
    const long = `${"folder/".repeat(20)}name`;
    const content = Buffer.from("x".repeat(700));
    const seen: unknown[] = [];
    const bodies: Buffer[] = [];
    const reader = new TarReader({
      entry({ path, type, mode, size, uid, gid }) {
        seen.push([Buffer.from(path).toString(), type, mode, size, uid, gid]);
        return true;
      },
      data: (chunk, start, end) => void bodies.push(Buffer.from(chunk.subarray(start, end))),
      end() {},
    });
    reader.push(
      archiveOf([
        { path: "helper", content, mode: 0o755 },
        { path: long, content: Buffer.alloc(0), mode: 0o400, uid: 10001, gid: 7 },
      ]),
    );
    reader.finish();
    expect(seen).toEqual([
      ["helper", "file", 0o755, 700, 0, 0],
      [long, "file", 0o400, 0, 10001, 7],
    ]);
    expect(Buffer.concat(bodies)).toEqual(content);
  });
});
