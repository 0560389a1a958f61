import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import express, { type ErrorRequestHandler, type Response } from "express";
import { arrivals } from "./arrivals.js";
import { config } from "./config.js";
import { healthz } from "./health.js";
import { log } from "./log.js";
import { closeStores, makeSchema, redis } from "./stores.js";

/** Docker and Kubernetes kill after 10 and 30 seconds: what is not done by then is cut off by us, and said. */
const DRAIN_MS = 8_000;

process.on("uncaughtException", (error) => {
  log.fatal({ err: error }, "uncaught exception");
  process.exit(1);
});
process.on("unhandledRejection", (reason) => {
  log.fatal({ err: reason }, "unhandled rejection");
  process.exit(1);
});

let stopping = false;
const inFlight = new Set<Response>();
const app = express();
app.disable("x-powered-by");
app.use((request, response, next) => {
  const began = performance.now();
  inFlight.add(response);
  response.once("close", () => {
    inFlight.delete(response);
    const ms = Math.round(performance.now() - began);
    const entry = { method: request.method, path: request.path, status: response.statusCode, ms };
    if (request.path === "/healthz" && response.statusCode === 200) log.debug(entry, "request");
    else log.info(entry, "request");
  });
  if (stopping) response.setHeader("Connection", "close");
  next();
});
app.get("/healthz", healthz);
app.use(express.json({ limit: "16kb" }), arrivals);
app.use((_request, response) => {
  response.status(404).json({ error: "no such page" });
});
const failed: ErrorRequestHandler = (error, request, response, next) => {
  const status = typeof error.status === "number" && error.status < 500 ? error.status : 500;
  if (status === 500) log.error({ err: error, path: request.path }, "request failed");
  if (response.headersSent) next(error);
  else response.status(status).json({ error: status === 500 ? "internal error" : "bad request" });
};
app.use(failed);

const server = app.listen(config.port, "0.0.0.0", () => log.info({ port: config.port }, "listening"));
server.requestTimeout = 15_000;
server.keepAliveTimeout = 65_000;

const sockets = new Set<Socket>();
server.on("connection", (socket) => {
  sockets.add(socket);
  socket.once("close", () => sockets.delete(socket));
});

async function shutdown(signal: NodeJS.Signals): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ signal, inFlight: inFlight.size }, "draining");
  const late = setTimeout(() => {
    log.error({ inFlight: inFlight.size }, "not drained in time");
    process.exit(1);
  }, DRAIN_MS);
  late.unref();
  for (const response of inFlight) if (!response.headersSent) response.setHeader("Connection", "close");
  const closed = new Promise((done) => server.close(done));
  // Also those that were opened ahead and never asked for anything, which closeIdleConnections leaves open.
  const busy = new Set([...inFlight].map((response) => response.socket));
  for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  await closed;
  await closeStores();
  log.info("stopped");
}
process.on("SIGTERM", (signal) => void shutdown(signal));
process.on("SIGINT", (signal) => void shutdown(signal));

redis.connect().catch((error: unknown) => {
  if (!stopping) throw error;
});
while (!stopping) {
  try {
    await makeSchema();
    break;
  } catch (error) {
    log.warn({ err: error }, "the database is not there yet");
    await sleep(1_000);
  }
}
