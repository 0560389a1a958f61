const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in decimal units, as engines and registries print them: `143.2 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}
