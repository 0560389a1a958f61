import type { Manifest } from "../app.js";

/** The parts of a manifest that its reader found; the rest is empty. */
export function manifest(
  path: string,
  kind: string,
  parts: Partial<Omit<Manifest, "path" | "kind" | "place">>,
  length: number,
): Manifest {
  return {
    path,
    kind,
    dependencies: parts.dependencies ?? new Map(),
    devDependencies: parts.devDependencies ?? new Map(),
    scripts: parts.scripts ?? new Map(),
    place: { file: path, range: [0, length] },
  };
}

export type Table = { readonly [key: string]: unknown };

/** The value as a table, or an empty one. */
export function table(value: unknown): Table {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Table) : {};
}

export function strings(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(table(value)).flatMap(([key, entry]) => (typeof entry === "string" ? [[key, entry] as const] : [])),
  );
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Python's way to tell names apart: lower case, runs of `-_.` are one `-`. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

/** `name[extra]>=1.2; marker` → name and version; null for options, URLs and comments. */
export function requirement(line: string): [name: string, version: string] | null {
  const match = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]]*)\])?\s*([^;#]*)/.exec(line);
  if (!match) return null;
  return [
    pythonName(match[1] as string),
    (match[3] ?? "")
      .replace(/\\$/, "")
      // Options of the line: how it is fetched and built, not which version.
      .replace(/(?:^|\s)--[a-z].*$/, "")
      .trim(),
  ];
}
