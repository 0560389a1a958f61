import { PROGRAMS } from "../../../knowledge/programs.js";
import type { Found } from "../evidence.js";

/** Places of the neighbouring text that are looked at, and the bytes around each. */
const MOST_PLACES = 200;
const AROUND = 160;

/** The product that a program is, by its file's name and what stands in it; null: none that is known, or it does not say its version. */
export function knownProgram(name: string, bytes: Uint8Array): Found | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { product, names, beside, version } of PROGRAMS) {
    const named = names.exec(name);
    if (!named) continue;
    const group = named[1] ?? "";
    const pattern = typeof version === "function" ? version(group) : version;
    const text = Buffer.from(beside.replace("$1", group), "latin1");
    for (let at = buffer.indexOf(text), place = 0; at >= 0 && place < MOST_PLACES; at = buffer.indexOf(text, at + 1), place++) {
      const around = buffer.toString("latin1", Math.max(at - AROUND, 0), at + text.length + AROUND);
      const found = pattern.exec(around)?.[1];
      if (found) return { kind: "binary", name: product, version: found };
    }
  }
  return null;
}
