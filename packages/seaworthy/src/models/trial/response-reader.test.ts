import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEPT_BODY, ResponseReader } from "./response-reader.js";

const read = (text: string, { method = "GET", pieces = 1, end = false } = {}) => {
  const reader = new ResponseReader(method);
  const bytes = Buffer.from(text, "latin1");
  const step = Math.max(1, Math.ceil(bytes.length / pieces));
  for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
  if (end) reader.end();
  return reader;
};
const HEAD = "HTTP/1.1 200 OK\r\n";

describe("a response", () => {
  it.each([
    ["of a length", `${HEAD}Content-Length: 5\r\n\r\nhello`, {}, true],
    ["of a length, cut", `${HEAD}Content-Length: 5\r\n\r\nhell`, { end: true }, false],
    ["in chunks", `${HEAD}Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: 1\r\n\r\n`, {}, true],
    ["in chunks, its end missing", `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`, { end: true }, false],
    ["in chunks, its last line missing", `${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n`, { end: true }, false],
    ["until the connection closes", `${HEAD}\r\nhello`, { end: true }, true],
    ["until the connection closes, cut", `${HEAD}\r\nhello`, {}, false],
    ["after an informational one", `HTTP/1.1 100 Continue\r\n\r\n${HEAD}Content-Length: 5\r\n\r\nhello`, {}, true],
    ["followed by another", `${HEAD}Content-Length: 5\r\n\r\nhello${HEAD}`, {}, true],
  ])("%s", (_, text, options, complete) => {
    for (const pieces of [1, 2, 7, 1000]) {
      const reader = read(text, { ...options, pieces });
      expect([reader.status, reader.complete, reader.broken]).toEqual([200, complete, false]);
      expect("hello".startsWith(reader.body)).toBe(true);
      if (complete) expect(reader.body).toBe("hello");
    }
  });

  it("has no body after HEAD, 204 and 304", () => {
    expect(read(`${HEAD}Content-Length: 5\r\n\r\n`, { method: "HEAD" }).complete).toBe(true);
    expect(read("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n").complete).toBe(true);
    expect(read("HTTP/1.0 304 Not Modified\r\n\r\n").complete).toBe(true);
  });

  it("says whether the connection is closed after it", () => {
    expect(read(`${HEAD}Connection: Close\r\nContent-Length: 0\r\n\r\n`).closes).toBe(true);
    expect(read(`${HEAD}Connection: keep-alive\r\nContent-Length: 0\r\n\r\n`).closes).toBe(false);
    expect(read(`${HEAD}\r\n`).closes).toBe(true);
    expect(read(`${HEAD}X-A: 1\r\nx-a:  2 \r\nContent-Length: 0\r\n\r\n`).headers.get("x-a")).toBe("1, 2");
  });

  it.each([
    "SSH-2.0-x\r\n\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 99 x\r\n\r\n",
    `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  ])("is none: %j", (text) => expect(read(text, { end: true })).toMatchObject({ complete: false, broken: true }));

  it("is bounded: a head without an end, a body without an end", () => {
    expect(read(`${HEAD}X: ${"x".repeat(70_000)}`, { pieces: 9 }).broken).toBe(true);
    const large = read(`${HEAD}\r\n${"x".repeat(KEPT_BODY + 999)}`, { pieces: 50, end: true });
    expect([large.bodyBytes, large.body.length, large.complete]).toEqual([KEPT_BODY + 999, KEPT_BODY, true]);
  });

  it("is read alike in any pieces, and no bytes crash it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 20 }), fc.boolean(), (bytes, step, chunked) => {
        const body = Buffer.from(bytes);
        const whole = Buffer.concat([
          Buffer.from(chunked ? `${HEAD}Transfer-Encoding: chunked\r\n\r\n` : HEAD),
          chunked ? Buffer.from(`${body.length.toString(16)}\r\n`) : Buffer.alloc(0),
          body,
          Buffer.from("\r\n0\r\n\r\n"),
        ]);
        const [one, many] = [new ResponseReader("GET"), new ResponseReader("GET")];
        one.push(whole);
        for (let at = 0; at < whole.length; at += step) many.push(whole.subarray(at, at + step));
        expect([many.status, many.complete, many.broken, many.body]).toEqual([one.status, one.complete, one.broken, one.body]);
      }),
    );
  });
});
