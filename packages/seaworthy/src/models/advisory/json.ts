/** A parsed JSON object of unknown content. */
export type Json = Readonly<Record<string, unknown>>;

export function object(json: unknown): Json | null {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Json) : null;
}

export function list(json: unknown): readonly unknown[] {
  return Array.isArray(json) ? json : [];
}

/** The objects of a list. */
export function objects(json: unknown): readonly Json[] {
  return list(json).flatMap((one) => {
    const found = object(one);
    return found ? [found] : [];
  });
}

/** "" for what is no text. */
export function text(json: unknown): string {
  return typeof json === "string" ? json : "";
}

export function number(json: unknown): number | null {
  return typeof json === "number" && Number.isFinite(json) ? json : null;
}
