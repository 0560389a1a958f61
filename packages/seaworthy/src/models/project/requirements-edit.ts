import { type Edit, inserted, replaced } from "../../core/edit.js";

/**
 * The open versions of a list of requirements made those that pip resolved. What is not plain stays: lines that go on, options behind a version, and names
 * that are given twice, each for another Python or system.
 * @param report what `pip install --report` writes (pip.pypa.io/en/stable/reference/installation-report)
 */
export function exactRequirements(file: string, text: string, report: string): readonly Edit[] | string {
  const versions = versionsOf(report);
  if (versions === null) return "pip's report was not read";
  const named = requirementsOf(text);
  const times = new Map<string, number>();
  for (const { name } of named) times.set(name, (times.get(name) ?? 0) + 1);
  const edits: Edit[] = [];
  for (const { name, at, specifier } of named) {
    const version = versions.get(name);
    if (version === undefined || times.get(name) !== 1 || /^={2,3}[^*]*$/.test(specifier)) continue;
    edits.push(
      specifier === "" ? inserted(file, at, `==${version}`) : replaced(file, [at, at + specifier.length], `==${version}`),
    );
  }
  return edits.length > 0 ? edits : "pip resolved none of what the list leaves open";
}

interface Requirement {
  readonly name: string;
  /** What is said of the version; may be empty. */
  readonly specifier: string;
  /** Where that begins. */
  readonly at: number;
}

const PART = /^[ \t]*(?:===?|[<>!~]=|[<>])[ \t]*[\w.*+!-]+[ \t]*$/;

/** Lines that are a name, its extras, and what is said of its version; with a marker and a comment, or without. */
function requirementsOf(text: string): readonly Requirement[] {
  const found: Requirement[] = [];
  let offset = 0;
  let goesOn = false;
  for (const whole of text.split("\n")) {
    const line = whole.replace(/\r$/, "");
    const head = /^[ \t]*([A-Za-z0-9][\w.-]*)(?:[ \t]*\[[^\]]*\])?/.exec(line);
    const isRead = !goesOn && !line.endsWith("\\");
    goesOn = line.endsWith("\\");
    if (head && isRead) {
      const rest = line.slice(head[0].length);
      const end = rest.search(/;|[ \t]#/);
      const said = end < 0 ? rest : rest.slice(0, end);
      const specifier = said.trim();
      const at = specifier === "" ? 0 : said.indexOf(specifier);
      if (specifier === "" || specifier.split(",").every((part) => PART.test(part)))
        found.push({ name: normalized(head[1] ?? ""), specifier, at: offset + head[0].length + at });
    }
    offset += whole.length + 1;
  }
  return found;
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
