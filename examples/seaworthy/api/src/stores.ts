import pg from "pg";
import { createClient } from "redis";
import { config } from "./config.js";
import { log } from "./log.js";

export const pool = new pg.Pool({
  ...config.database,
  max: 10,
  connectionTimeoutMillis: 2_000,
  query_timeout: 3_000,
  statement_timeout: 3_000,
});
pool.on("error", (error) => log.warn({ err: error }, "an idle database connection broke"));

/** Commands fail at once while the connection is away and within three seconds when Redis hangs: no request waits for it in a queue. */
export const redis = createClient({
  socket: {
    host: config.redis.host,
    port: config.redis.port,
    connectTimeout: 2_000,
    socketTimeout: 3_000,
    reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 2_000),
  },
  password: config.redis.password,
  disableOfflineQueue: true,
  // Less than socketTimeout, which would else close a connection that is merely idle.
  pingInterval: 1_000,
});
redis.on("error", (error) => log.warn({ err: error }, "the connection to Redis broke"));

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS arrivals (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ship text NOT NULL,
    eta timestamptz NOT NULL,
    berth text,
    status text NOT NULL DEFAULT 'expected',
    logged_at timestamptz NOT NULL DEFAULT now()
  )`;

/** Several replicas may start together: the lock lets one of them make the table. */
export async function makeSchema(): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock(7301)");
    await client.query(SCHEMA);
    await client.query("COMMIT");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

export async function closeStores(): Promise<void> {
  if (redis.isOpen) redis.destroy();
  await pool.end();
}
