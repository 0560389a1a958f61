const DAY = 86_400_000;

/** Whole days from a moment (ISO 8601) to a day (`YYYY-MM-DD`); null where the moment is none. Negative for a moment to come. */
export function daysSince(moment: string, today: string): number | null {
  const from = Date.parse(`${moment.slice(0, 10)}T00:00:00Z`);
  const to = Date.parse(`${today}T00:00:00Z`);
  return Number.isNaN(from) || Number.isNaN(to) ? null : Math.round((to - from) / DAY);
}
