import { createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ask, type Dial, dialTcp, HttpConnection } from "./raw-http.js";

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

const never = new AbortController().signal;
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

/** A server that is told what to do with each piece that comes; gives the port. */
function serving(on: (socket: Socket, piece: string) => void, onConnect: (socket: Socket) => void = () => {}): Promise<number> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    onConnect(socket);
    socket.on("data", (bytes) => on(socket, bytes.toString()));
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
const get = { method: "GET", path: "/" };
const askAt = (port: number, ms = 5_000, relayed = false) => ask(dialTcp("127.0.0.1", port, relayed), get, ms, never);

async function connected(dial: Dial): Promise<HttpConnection> {
  const connection = await HttpConnection.open(dial, 5_000, never);
  if (!(connection instanceof HttpConnection)) throw new Error(connection);
  return connection;
}

describe("a request on a raw connection", () => {
  it.each([
    ["complete", (socket: Socket) => socket.end(OK), 200],
    ["complete", (socket: Socket) => socket.end("HTTP/1.0 404 Not Found\r\n\r\ngone"), 404],
    ["truncated", (socket: Socket) => socket.end(OK.slice(0, -1)), 200],
    ["truncated", (socket: Socket) => socket.write(OK.slice(0, -1), () => socket.resetAndDestroy()), 200],
    ["truncated", (socket: Socket) => socket.end("220 smtp\r\n"), null],
    ["reset", (socket: Socket) => socket.resetAndDestroy(), null],
    ["empty", (socket: Socket) => socket.end(), null],
  ] as const)("ends %s", async (outcome, on, status) => {
    const port = await serving((socket) => on(socket));
    const { exchange } = await askAt(port);
    expect(exchange).toMatchObject({ request: "GET /", outcome, status });
  });

  it("is refused where nobody listens, also behind something that takes the connection itself", async () => {
    const port = await serving(() => {});
    await new Promise((resolve) => servers.splice(0)[0]?.close(resolve));
    expect((await askAt(port)).exchange).toMatchObject({ outcome: "refused", status: null });
    const proxy = await serving(
      () => {},
      (socket) => socket.end(),
    );
    expect((await askAt(proxy, 5_000, true)).exchange.outcome).toBe("refused");
    expect((await askAt(proxy)).exchange.outcome).toBe("empty");
  });

  it("is given up in time", async () => {
    const port = await serving(() => {});
    expect((await askAt(port, 50)).exchange).toMatchObject({ outcome: "timeout", status: null });
    const dead: Dial = {
      relayed: false,
      connect: (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
    expect((await ask(dead, get, 50, never)).exchange.outcome).toBe("timeout");
  });

  it("ends when it is called off", async () => {
    const port = await serving(() => {});
    const stop = new AbortController();
    const asked = ask(dialTcp("127.0.0.1", port), get, 60_000, stop.signal);
    setTimeout(() => stop.abort(new Error("called off")), 20);
    await expect(asked).rejects.toThrow("called off");
  });

  it("holds back a part of its body, and says whether the answer came before", async () => {
    let came = "";
    const port = await serving((socket, piece) => {
      came += piece;
      if (came.endsWith("0123456789")) socket.write(OK);
    });
    const connection = await connected(dialTcp("127.0.0.1", port));
    const pending = connection.begin(
      { method: "POST", path: "/in", body: "0123456789", keepAlive: true },
      { ms: 5_000, hold: 5 },
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([came.endsWith("\r\n\r\n01234"), came.includes("Content-Length: 10"), pending.answered, pending.over]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    pending.release();
    const answer = await pending.done;
    expect(answer.exchange).toMatchObject({ request: "POST /in", outcome: "complete", status: 200 });
    expect(answer.body).toBe("hello");
    expect([answer.sentAt !== null, pending.answered, pending.over, connection.open]).toEqual([true, true, true, true]);
    connection.close();
  });

  it("keeps its connection for the next one, and sees it closed", async () => {
    let asked = 0;
    const port = await serving((socket) => {
      asked++;
      socket.write(OK);
      if (asked === 2) socket.end();
    });
    const connection = await connected(dialTcp("127.0.0.1", port, true));
    const once = () => connection.begin({ ...get, keepAlive: true }, { ms: 5_000 }).done;
    expect((await once()).exchange.outcome).toBe("complete");
    expect([connection.open, (await once()).exchange.outcome]).toEqual([true, "complete"]);
    await expect.poll(() => connection.open).toBe(false);
    expect((await once()).exchange.outcome).toBe("reset");
    connection.close();
  });

  it("cannot be made two by a line break in a path", async () => {
    let came = "";
    const port = await serving((socket, piece) => {
      came += piece;
      socket.end(OK);
    });
    await ask(dialTcp("127.0.0.1", port), { method: "GET", path: "/ HTTP/1.1\r\nX: y\r\n\r\nGET /b" }, 5_000, never);
    expect(came.match(/\r\n\r\n/g)).toHaveLength(1);
  });
});
