const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** A number of bytes for people, in steps of a thousand as engines count: "18.3 MB". */
export function amount(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : Math.round(value * 10) / 10} ${UNITS[unit]}`;
}
