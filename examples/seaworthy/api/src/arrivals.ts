import { setTimeout as sleep } from "node:timers/promises";
import { Router } from "express";
import { log } from "./log.js";
import { pool, redis } from "./stores.js";

/** A doorbell for the worker, no more: what it has to do stands in the table, so a lost ring delays and loses nothing. */
const NEW_ARRIVALS = "arrivals:new";
const COLUMNS = "id::int, ship, eta, berth, status, logged_at";
const LONGEST_WAIT_S = 5;

export const arrivals = Router();

arrivals.post("/arrivals", async (request, response) => {
  const { ship, eta } = request.body ?? {};
  if (typeof ship !== "string" || ship.length === 0 || ship.length > 80 || typeof eta !== "string" || Number.isNaN(Date.parse(eta))) {
    response.status(400).json({ error: "ship (1 to 80 characters) and eta (a date) are needed" });
    return;
  }
  const { rows } = await pool.query(`INSERT INTO arrivals (ship, eta) VALUES ($1, $2) RETURNING ${COLUMNS}`, [ship, new Date(eta)]);
  try {
    await redis.lPush(NEW_ARRIVALS, String(rows[0].id));
  } catch (error) {
    log.warn({ err: error, arrival: rows[0].id }, "the bell could not be rung");
  }
  response.status(201).json(rows[0]);
});

arrivals.get("/arrivals", async (_request, response) => {
  const { rows } = await pool.query(`SELECT ${COLUMNS} FROM arrivals ORDER BY eta, id LIMIT 100`);
  response.json(rows);
});

/** Waits for the first arrival after `after` (an id), at most `wait` seconds: 200 with it, or 204. */
arrivals.get("/arrivals/next", async (request, response) => {
  const after = Number(request.query.after ?? 0) || 0;
  const wait = Math.min(Math.max(Number(request.query.wait ?? LONGEST_WAIT_S) || 0, 0), LONGEST_WAIT_S);
  const until = Date.now() + wait * 1_000;
  for (;;) {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM arrivals WHERE id > $1 ORDER BY id LIMIT 1`, [after]);
    if (rows.length > 0) {
      response.json(rows[0]);
      return;
    }
    if (Date.now() >= until) {
      response.status(204).end();
      return;
    }
    await sleep(250);
  }
});

arrivals.get("/arrivals/:id", async (request, response) => {
  const id = Number(request.params.id);
  const { rows } = Number.isSafeInteger(id) ? await pool.query(`SELECT ${COLUMNS} FROM arrivals WHERE id = $1`, [id]) : { rows: [] };
  if (rows.length === 0) response.status(404).json({ error: "no such arrival" });
  else response.json(rows[0]);
});
