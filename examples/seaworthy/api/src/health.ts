import type { Request, Response } from "express";
import { pool, redis } from "./stores.js";

const LIMIT_MS = 2_000;

async function answers(question: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), LIMIT_MS);
  });
  try {
    await Promise.race([question, late]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** 200 only while both stores answer within two seconds; says which one does not, and nothing about why. */
export async function healthz(_request: Request, response: Response): Promise<void> {
  const [database, cache] = await Promise.all([answers(pool.query("SELECT 1")), answers(redis.ping())]);
  const healthy = database && cache;
  response.status(healthy ? 200 : 503).json({ status: healthy ? "healthy" : "degraded", checks: { database, redis: cache } });
}
