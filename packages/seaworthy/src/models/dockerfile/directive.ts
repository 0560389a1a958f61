const KNOWN = new Set(["syntax", "escape", "check"]);
const FORM = /^#\s*([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*(\S.*)$/;

/** Reads `# name=value` of a known name; null for any other comment. `line` starts with the `#` and is trimmed at its end. */
export function readDirective(line: string): { name: string; value: string } | null {
  const match = FORM.exec(line);
  const name = match?.[1]?.toLowerCase() ?? "";
  return match && KNOWN.has(name) ? { name, value: (match[2] ?? "").trimEnd() } : null;
}
