import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longName, paxHeader, tarOf } from "../../../testing/tar-writer.js";
import { TarError } from "./header.js";
import { TarReader } from "./tar-reader.js";

/** A digest of all that is told of an archive; the reason where it is refused. */
function told(archive: Uint8Array, pieces: readonly number[]): string {
  const events: string[] = [];
  let open = "";
  const reader = new TarReader({
    entry({ path, link, type, size, mode, uid, gid, sparse }) {
      open = [
        Buffer.from(path).toString("hex"),
        Buffer.from(link).toString("hex"),
        type,
        size,
        mode,
        uid,
        gid,
        sparse?.length,
      ].join(" ");
      return type === "file";
    },
    data(chunk, start, end, offset) {
      expect(start).toBeLessThan(end);
      // Pieces may be cut anywhere: what counts is where each byte lies.
      for (let i = start; i < end; i++) events.push(`${offset + i - start}:${chunk[i]}`);
    },
    end() {
      events.push(open);
    },
  });
  try {
    let at = 0;
    for (let i = 0; at < archive.length; i++) {
      const length = Math.max(1, pieces[i % pieces.length] ?? archive.length);
      reader.push(archive.subarray(at, at + length));
      at += length;
    }
    reader.finish();
    return events.join("\n");
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    return `refused: ${error.message}`;
  }
}

const SOUND = tarOf([
  { path: "etc/", type: "5" },
  { path: "etc/hosts", content: "127.0.0.1", uid: 3_000_000_000 },
  longName("L", "x".repeat(150)),
  { path: "cut", content: "long", form: "gnu" },
  paxHeader([
    ["path", "pax"],
    ["GNU.sparse.size", "100"],
    ["GNU.sparse.map", "0,2,50,2"],
  ]),
  { path: "sparse", content: "abcd" },
  { path: "link", type: "2", link: "etc/hosts" },
]);

describe("any bytes", () => {
  it("are read the same in pieces of any size", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 8 }), (pieces) => {
        expect(told(SOUND, pieces)).toBe(told(SOUND, [SOUND.length]));
      }),
      { numRuns: 200 },
    );
  });

  it("that are a sound archive with damage are read or refused, never more", () => {
    const damage = fc.array(fc.tuple(fc.integer({ min: 0, max: SOUND.length - 1 }), fc.integer({ min: 0, max: 255 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, fc.integer({ min: 0, max: SOUND.length }), (changes, length) => {
        const bytes = Buffer.from(SOUND.subarray(0, length));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        // A header whose checksum is its own again is believed: what it says must still be bounded.
        for (let at = 0; at + 512 <= bytes.length; at += 512) {
          const header = bytes.subarray(at, at + 512);
          if (header[0] === 0 || header.toString("latin1", 257, 262) !== "ustar") continue;
          header.fill(0x20, 148, 156);
          header.write(
            `${header
              .reduce((sum, byte) => sum + byte, 0)
              .toString(8)
              .padStart(6, "0")}\0 `,
            148,
            "latin1",
          );
        }
        expect(told(bytes, [512])).toBe(told(bytes, [bytes.length || 1]));
      }),
      { numRuns: 500 },
    );
  });

  it("that are none at all are refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 2048 }), (bytes) => {
        if (bytes[0] !== 0) expect(told(bytes, [bytes.length])).toMatch(/^refused/);
      }),
      { numRuns: 200 },
    );
  });
});
