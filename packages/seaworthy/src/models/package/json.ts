import { textOf } from "./evidence.js";

type Json = Readonly<Record<string, unknown>>;

/** A JSON object out of a file; null: no JSON, or no object. */
export function jsonObject(bytes: Uint8Array): Json | null {
  try {
    return asObject(JSON.parse(textOf(bytes).replace(/^\ufeff/, "")));
  } catch {
    return null;
  }
}

export function asObject(value: unknown): Json | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text of sensible length for a name or a version; "" for all else. */
export function asWord(value: unknown): string {
  return typeof value === "string" && value.length <= 500 ? value.trim() : "";
}
