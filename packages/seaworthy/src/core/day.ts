const A_DAY = 86_400_000;

/** A real calendar day, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(timeOf(text)) === text;
}

/** The day before one. */
export function dayBefore(day: string): string {
  return dayOf(timeOf(day) - A_DAY) ?? day;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): string | null {
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10);
}
