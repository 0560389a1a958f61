/** What texts that begin alike have in common: the two lanes behind their common part. */
export interface Lanes {
  readonly left: number;
  readonly right: number;
}

const FIRST: Lanes = { left: 0xdeadbeef, right: 0x41c6ce57 };

/**
 * A short stable name for a text: 64 bits as 16 hex digits, made of two 32-bit lanes mixed like cyrb53
 * (public domain, by bryc). Not cryptographic: it tells findings apart, it protects nothing.
 */
export function fingerprint(...parts: readonly string[]): string {
  return fingerprintFrom(FIRST, parts.join("\u0000"));
}

/** Reads the beginning of a text, for `fingerprintFrom`. */
export function lanesOf(text: string, from: Lanes = FIRST): Lanes {
  let { left, right } = from;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    left = Math.imul(left ^ unit, 2654435761);
    right = Math.imul(right ^ unit, 1597334677);
  }
  return { left, right };
}

/** The fingerprint of a text of which the beginning was read already. */
export function fingerprintFrom(from: Lanes, rest: string): string {
  let { left, right } = lanesOf(rest, from);
  left = Math.imul(left ^ (left >>> 16), 2246822507) ^ Math.imul(right ^ (right >>> 13), 3266489909);
  right = Math.imul(right ^ (right >>> 16), 2246822507) ^ Math.imul(left ^ (left >>> 13), 3266489909);
  // One flat text: joined of parts it would hold them as well, and a report has ten thousands.
  return String.fromCharCode(
    digit(left >>> 28),
    digit(left >>> 24),
    digit(left >>> 20),
    digit(left >>> 16),
    digit(left >>> 12),
    digit(left >>> 8),
    digit(left >>> 4),
    digit(left),
    digit(right >>> 28),
    digit(right >>> 24),
    digit(right >>> 20),
    digit(right >>> 16),
    digit(right >>> 12),
    digit(right >>> 8),
    digit(right >>> 4),
    digit(right),
  );
}

/** The hexadecimal digit of the lowest four bits, as a character code. */
function digit(bits: number): number {
  const value = bits & 15;
  return value < 10 ? 48 + value : 87 + value;
}
