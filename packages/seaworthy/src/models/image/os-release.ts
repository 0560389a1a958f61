import type { OperatingSystem } from "./image.js";

/** Where os-release lies; the second is where the first, a link, mostly leads. */
export const OS_RELEASE = ["/etc/os-release", "/usr/lib/os-release"] as const;
/** From which release of Alpine packages come: it may be another than os-release says. */
export const APK_REPOSITORIES = "/etc/apk/repositories";

/** Reads os-release (freedesktop.org, os-release(5)): assignments as of a shell, without expansions. null: no ID, which is none. */
export function parseOsRelease(text: string): OperatingSystem | null {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*([A-Z][A-Z0-9_]*)=(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, unquoted(value));
  }
  const id = values.get("ID")?.toLowerCase();
  if (!id) return null;
  return { id, versionId: values.get("VERSION_ID") || null, prettyName: values.get("PRETTY_NAME") || id };
}

function unquoted(value: string): string {
  const quote = value[0];
  if ((quote === '"' || quote === "'") && value.length > 1 && value.endsWith(quote)) {
    const inner = value.slice(1, -1);
    return quote === "'" ? inner : inner.replace(/\\(["$`\\])/g, "$1");
  }
  return value;
}
