import { readFileSync } from "node:fs";

function setting(name: string, fallback?: string): string {
  const value = process.env[name] ?? fallback;
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

/** Secrets come from files alone: a variable shows in `docker inspect` and is handed on to every child process. */
function secret(name: string): string {
  return readFileSync(setting(`${name}_FILE`), "utf8").trim();
}

export const config = {
  port: Number(setting("PORT", "3000")),
  database: {
    host: setting("DATABASE_HOST", "postgres"),
    port: Number(setting("DATABASE_PORT", "5432")),
    user: setting("DATABASE_USER", "harbour"),
    database: setting("DATABASE_NAME", "harbour"),
    password: secret("DATABASE_PASSWORD"),
  },
  redis: {
    host: setting("REDIS_HOST", "redis"),
    port: Number(setting("REDIS_PORT", "6379")),
    password: secret("REDIS_PASSWORD"),
  },
};
