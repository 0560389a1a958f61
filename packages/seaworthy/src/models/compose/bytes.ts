const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `64m`, `1gb`, `512` in bytes; null for what is no size. */
export function bytesOf(written: string | undefined): number | null {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([bkmg]?)b?$/i.exec(written?.trim() ?? "") ?? [];
  return digits === undefined ? null : Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1));
}
