import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { EngineClient } from "../engine/engine-client.js";
import { readLogs } from "./container-logs.js";

let server: Server | null = null;
afterEach(() => new Promise((resolve) => server?.close(resolve) ?? resolve(undefined)));

const STAMP = "2026-11-27T17:32:09.123456789Z ";
const AT = `${Date.parse("2026-11-27T17:32:09Z") / 1000}123456789`;
const PIECE = 16 * 1024;

/** What an engine sends of lines: pieces of at most 16 KiB, each in a frame of its own with a time before it. */
function framesOf(lines: readonly (readonly [stream: 1 | 2, text: string])[]): Buffer {
  return Buffer.concat(
    lines.flatMap(([stream, text]) => {
      const bytes = Buffer.from(`${text}\n`);
      return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => {
        const content = Buffer.concat([Buffer.from(STAMP), bytes.subarray(i * PIECE, (i + 1) * PIECE)]);
        const header = Buffer.alloc(8);
        header[0] = stream;
        header.writeUInt32BE(content.length, 4);
        return Buffer.concat([header, content]);
      });
    }),
  );
}

/** Reads logs of an engine that sends its bytes in reads of these sizes. */
async function read(bytes: Buffer, sizes: readonly number[]) {
  const engine = createServer(async ({ url }, response) => {
    if (url === "/_ping") return response.writeHead(200, { "Api-Version": "1.41" }).end();
    let at = 0;
    for (const size of sizes) {
      response.write(bytes.subarray(at, at + size));
      at += size;
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end(bytes.subarray(at));
  });
  server = engine;
  const port = await new Promise<number>((resolve) => {
    engine.listen(0, "127.0.0.1", () => resolve((engine.address() as AddressInfo).port));
  });
  const client = new EngineClient({ kind: "tcp", host: "127.0.0.1", port, tls: null });
  const logs = await readLogs(client, "x", new AbortController().signal);
  await new Promise((resolve) => engine.close(resolve));
  server = null;
  return logs;
}

describe("what a container wrote", () => {
  it("is whole lines, whichever way the engine's frames come in", async () => {
    const line = fc.tuple(
      fc.constantFrom<1 | 2>(1, 2),
      fc.constantFrom("a b", "{} 🚢 x", "é ".repeat(9_000), "x y".repeat(12_000)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 6 }),
        async (lines, sizes) => {
          const logs = await read(framesOf(lines), sizes);
          expect(logs.lines.map(({ stream, text, at }) => [stream === "stdout" ? 1 : 2, text, at])).toEqual(
            lines.map(([stream, text]) => [stream, text, AT]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
