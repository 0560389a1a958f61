import { type Edit, inserted, replaced } from "../../core/edit.js";

/** `name[extra]`, what may be said of its version, and what follows: an environment marker, a comment. */
const REQUIREMENT =
  /^([ \t]*)([A-Za-z0-9][\w.-]*)[ \t]*(\[[^\]\n]*\])?[ \t]*((?:[<>=!~]=?=?[^;#\n]*)?)([ \t]*(?:;[^\n]*)?(?:[ \t]#[^\n]*)?)$/;

/**
 * The open versions of a list of requirements made those that pip resolved.
 * @param report what `pip install --report` writes (pip.pypa.io/en/stable/reference/installation-report)
 */
export function exactRequirements(file: string, text: string, report: string): readonly Edit[] | string {
  const versions = versionsOf(report);
  if (versions === null) return "pip's report was not read";
  const edits: Edit[] = [];
  let offset = 0;
  for (const whole of text.split("\n")) {
    const line = whole.replace(/\r$/, "");
    const [, indent = "", name, extras = "", specifier = ""] = REQUIREMENT.exec(line) ?? [];
    const version = name === undefined ? undefined : versions.get(normalized(name));
    if (name !== undefined && version !== undefined && !/^={2,3}\s*[^*\s]+$/.test(specifier.trim())) {
      const at = offset + line.indexOf(name, indent.length) + name.length;
      const written = line.slice(at - offset);
      const extrasEnd = extras === "" ? 0 : written.indexOf(extras) + extras.length;
      const from = at + extrasEnd;
      const given = specifier.trimEnd();
      if (given === "") edits.push(inserted(file, from, `==${version}`));
      else {
        const start = line.indexOf(given, from - offset) + offset;
        edits.push(replaced(file, [from, start + given.length], `==${version}`));
      }
    }
    offset += whole.length + 1;
  }
  return edits.length > 0 ? edits : "pip resolved none of what the list leaves open";
}

/** A version that may stand behind `==`: PEP 440, with a local part. */
const VERSION = /^[\w.!+-]{1,100}$/;

function versionsOf(report: string): ReadonlyMap<string, string> | null {
  let read: unknown;
  try {
    read = JSON.parse(report);
  } catch {
    return null;
  }
  const install = (read as { install?: unknown } | null)?.install;
  if (!Array.isArray(install)) return null;
  const found = new Map<string, string>();
  for (const one of install as readonly { metadata?: { name?: unknown; version?: unknown } }[]) {
    const { name, version } = one?.metadata ?? {};
    if (typeof name === "string" && typeof version === "string" && VERSION.test(version)) found.set(normalized(name), version);
  }
  return found;
}

/** As packages are compared (packaging.python.org/en/latest/specifications/name-normalization). */
function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
