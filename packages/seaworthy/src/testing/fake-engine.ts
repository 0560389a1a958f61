import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineClient } from "../io/engine/engine-client.js";
import type { Engine } from "../io/engine/find-engine.js";

/** An answer of a fake engine: what is sent as JSON, a text as it is, a status, or how it failed. `null`: the question is left without an answer. */
export type FakeAnswer = object | string | number | Error | null;

/** A question that came: `POST /containers/create`, without the version, its query, and its body if that is JSON. */
export interface FakeQuestion {
  readonly what: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** An engine that answers as a test says, over a socket. */
export interface FakeEngine {
  readonly engine: Engine;
  readonly questions: readonly FakeQuestion[];
  close(): Promise<void>;
}

/**
 * Starts an engine. `answer` is asked first; what it leaves undefined is answered as an engine would that has nothing and makes what it is asked to.
 * @param api the version that it says it speaks
 */
export async function fakeEngine(answer: (question: FakeQuestion) => FakeAnswer | undefined, api = "1.41"): Promise<FakeEngine> {
  const root = mkdtempSync(join(tmpdir(), "seaworthy-fake-"));
  const socket = join(root, "engine.sock");
  const questions: FakeQuestion[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://engine");
    const body = await bodyOf(request);
    const what = `${request.method} ${url.pathname.replace(/^\/v[\d.]+/, "")}`;
    const question = { what, query: url.searchParams, body };
    questions.push(question);
    const given = answer(question);
    send(response, given === undefined ? usual(what, questions.length) : given, api);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    engine: {
      client: new EngineClient({ kind: "socket", path: socket }),
      kind: "docker",
      address: `unix://${socket}`,
    },
    questions,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function usual(what: string, count: number): FakeAnswer | undefined {
  const id = count.toString(16).padStart(64, "0");
  if (what === "GET /_ping") return 200;
  if (what === "GET /info") return { OSType: "linux", Architecture: "x86_64", SecurityOptions: ["name=seccomp,profile=default"] };
  if (what === "GET /version") return { Version: "20.10.24" };
  if (what === "GET /volumes") return { Volumes: [] };
  if (/^GET \/(?:containers\/json|networks|images\/json)$/.test(what)) return [];
  if (/^GET \/networks\//.test(what)) return { IPAM: { Config: [] } };
  if (/^GET \/images\//.test(what)) return { Id: `sha256:${id}`, Os: "linux", Architecture: "amd64", Config: { Cmd: ["/app"] } };
  if (what === "GET /events") return undefined;
  if (what === "POST /images/create") return { status: `sha256:${id}` };
  if (/^POST \/(?:containers|networks|volumes)\/create$/.test(what)) return { Id: id };
  if (/^(?:POST|DELETE) /.test(what)) return 204;
  return 404;
}

function send(response: ServerResponse, answer: FakeAnswer | undefined, api: string): void {
  response.setHeader("Api-Version", api);
  if (answer === null) return;
  // Events: the answer begins, and nothing happens.
  if (answer === undefined) response.writeHead(200).flushHeaders();
  else if (typeof answer === "number") response.writeHead(answer).end(answer >= 400 ? `{"message":"no: ${answer}"}` : "");
  else if (answer instanceof Error) response.writeHead(500).end(JSON.stringify({ message: answer.message }));
  else response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    return null;
  }
}
