const UNITS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  μs: 0.001,
  ns: 0.000_001,
};

const PART = /(\d+(?:\.\d*)?|\.\d+)(ms|us|\u00b5s|\u03bcs|ns|w|d|h|m|s)/gy;

/** Milliseconds of a Go-style duration, `1m30s`, `1.5h`, `500ms`, with days and weeks as Compose has them; null when it is none. */
export function parseDuration(text: string): number | null {
  const body = text.trim().replace(/^\+/, "");
  if (body === "0") return 0;
  let total = 0;
  let end = 0;
  for (const match of body.matchAll(PART)) {
    total += Number(match[1]) * (UNITS[match[2] ?? ""] ?? 0);
    end = match.index + match[0].length;
  }
  return end > 0 && end === body.length ? total : null;
}
