// The least that proof of an image's layers costs in Node: each blob is read, unpacked (256 KB pieces) and hashed.
// Usage: node bench/image-floor.mjs LAYOUT-OR-TAR-LAYERS… (files; gzip by their first bytes)
import { createHash } from "node:crypto";
import { createReadStream, openSync, readSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

for (const path of process.argv.slice(2)) {
  const head = Buffer.alloc(2);
  readSync(openSync(path, "r"), head, 0, 2, 0);
  const hash = createHash("sha256");
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const steps = head.readUInt16BE(0) === 0x1f8b ? [createGunzip({ chunkSize: 256 * 1024 })] : [];
  await pipeline(source, ...steps, async (pieces) => {
    for await (const piece of pieces) hash.update(piece);
  });
  console.log(`sha256:${hash.digest("hex")}`);
}
