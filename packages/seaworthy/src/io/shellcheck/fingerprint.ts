/**
 * MurmurHash3 (x86, 128 bits) in hexadecimal: tells apart what differs by chance, not what somebody made to be alike. Source: Austin Appleby,
 * MurmurHash3.cpp, in the public domain.
 */
export function fingerprint128(bytes: Uint8Array): string {
  const h = [0, 0, 0, 0];
  const block = [0, 0, 0, 0];
  const whole = bytes.length - (bytes.length % 16);
  for (let at = 0; at < whole; at += 16) {
    for (let lane = 0; lane < 4; lane++) block[lane] = word(bytes, at + 4 * lane, 4);
    for (let lane = 0; lane < 4; lane++) {
      const mixed = (h[lane] as number) ^ scrambled(block[lane] as number, lane);
      const sum = (rotated(mixed, ROTATIONS[lane] as number) + (h[(lane + 1) % 4] as number)) | 0;
      h[lane] = (Math.imul(sum, 5) + (ADDED[lane] as number)) | 0;
    }
  }
  for (let lane = 0; lane < 4; lane++) {
    const at = whole + 4 * lane;
    const left = Math.min(4, bytes.length - at);
    if (left > 0) h[lane] = (h[lane] as number) ^ scrambled(word(bytes, at, left), lane);
    h[lane] = (h[lane] as number) ^ bytes.length;
  }
  mixLanes(h);
  for (let lane = 0; lane < 4; lane++) h[lane] = finished(h[lane] as number);
  mixLanes(h);
  return h.map((one) => (one >>> 0).toString(16).padStart(8, "0")).join("");
}

const FACTORS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];
const SPINS = [15, 16, 17, 18];
const ROTATIONS = [19, 17, 15, 13];
const ADDED = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17];

function word(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = (value << 8) | (bytes[at + index] as number);
  return value;
}

function scrambled(value: number, lane: number): number {
  const spun = rotated(Math.imul(value, FACTORS[lane] as number), SPINS[lane] as number);
  return Math.imul(spun, FACTORS[(lane + 1) % 4] as number);
}

function rotated(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

function mixLanes(h: number[]): void {
  h[0] = h.reduce((sum, one) => (sum + one) | 0, 0);
  for (let lane = 1; lane < 4; lane++) h[lane] = ((h[lane] as number) + h[0]) | 0;
}

function finished(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
