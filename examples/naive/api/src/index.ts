import "dotenv/config";
import fs from "fs";
import express from "express";
import { Pool } from "pg";
import { createClient } from "redis";

fs.mkdirSync("/app/logs", { recursive: true });

function log(message: string) {
  console.log(new Date().toISOString() + " - " + message);
  fs.appendFileSync("/app/logs/api.log", new Date().toISOString() + " - " + message + "\n");
}

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const redis = createClient({ url: process.env.REDIS_URL });
pool.on("error", (err) => console.log("db error", err));
redis.on("error", (err) => console.log("redis error", err));

const app = express();
app.use(express.json());

app.get("/health", (req, res) => {
  res.send("OK");
});

app.post("/arrivals", async (req, res) => {
  try {
    const result = await pool.query("INSERT INTO arrivals (ship, eta) VALUES ($1, $2) RETURNING *", [req.body.ship, req.body.eta]);
    await redis.lPush("arrivals:new", String(result.rows[0].id));
    log("new arrival " + req.body.ship);
    res.status(201).json(result.rows[0]);
  } catch (err: any) {
    console.error(err);
    res.status(500).send(err.stack + "\n" + process.env.DATABASE_URL);
  }
});

app.get("/arrivals", async (req, res) => {
  try {
    const result = await pool.query("SELECT * FROM arrivals ORDER BY eta");
    res.json(result.rows);
  } catch (err: any) {
    console.error(err);
    res.status(500).send(err.stack);
  }
});

async function main() {
  log("connecting to " + process.env.DATABASE_URL);
  await redis.connect();
  await pool.query("CREATE TABLE IF NOT EXISTS arrivals (id serial PRIMARY KEY, ship text, eta timestamptz, berth text, status text DEFAULT 'expected')");
  app.listen(3000, () => log("listening on port 3000"));
}

main();
