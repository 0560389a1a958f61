/** Today in UTC as `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The present moment in UTC as `YYYY-MM-DDThh:mm:ss`. */
export function now(): string {
  return new Date().toISOString().slice(0, 19);
}
