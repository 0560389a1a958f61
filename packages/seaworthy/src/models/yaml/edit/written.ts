/** A value to be written: scalars, lists and mappings. */
export type Written = string | number | boolean | Flow | readonly Written[] | { readonly [key: string]: Written };

/** A list that stands in brackets whatever the file does, such as the words of a command. */
export class Flow {
  readonly items: readonly string[];

  constructor(items: readonly string[]) {
    this.items = items;
  }
}

/** How a file is written; what is added is written alike. */
export interface Style {
  /** Spaces of one level. */
  readonly step: number;
  /** Spaces that a list stands further in than its key. */
  readonly listStep: number;
  /** Short lists stand in brackets. */
  readonly inBrackets: boolean;
}

/** `key: value` as lines without the indentation of the first. */
export function writtenEntry(key: string, value: Written, style: Style, indent: string): string {
  const name = writtenScalar(key);
  if (isScalar(value)) return `${name}: ${writtenScalar(value)}`;
  if (value instanceof Flow) return `${name}: ${writtenFlow(value, false)}`;
  if (isList(value)) {
    if (style.inBrackets && value.every(isScalar)) return `${name}: ${writtenFlow(value, false)}`;
    const dash = indent + " ".repeat(style.listStep);
    return [`${name}:`, ...value.map((item) => `${dash}- ${writtenItem(item, style, dash)}`)].join("\n");
  }
  if (Object.keys(value).length === 0) return `${name}: {}`;
  const inner = indent + " ".repeat(style.step);
  const entries = Object.entries(value).map(([name_, one]) => `${inner}${writtenEntry(name_, one, style, inner)}`);
  return [`${name}:`, ...entries].join("\n");
}

/** A value behind `- `; `dash`: the indentation of the dash. */
export function writtenItem(value: Written, style: Style, dash: string): string {
  if (isScalar(value)) return writtenScalar(value);
  if (value instanceof Flow || isList(value)) return writtenFlow(value, false);
  const inner = `${dash}  `;
  return Object.entries(value)
    .map(([name, one], index) => `${index === 0 ? "" : inner}${writtenEntry(name, one, style, inner)}`)
    .join("\n");
}

/** In one line, as JSON has it where `strict`. */
export function writtenFlow(value: Written, strict: boolean): string {
  if (isScalar(value)) return strict && typeof value === "string" ? JSON.stringify(value) : writtenScalar(value);
  if (value instanceof Flow) return `[${value.items.map((item) => JSON.stringify(item)).join(", ")}]`;
  if (isList(value)) return `[${value.map((item) => writtenFlow(item, strict)).join(", ")}]`;
  const entries = Object.entries(value).map(
    ([key, one]) => `${strict ? JSON.stringify(key) : writtenScalar(key)}: ${writtenFlow(one, strict)}`,
  );
  return strict ? `{${entries.join(", ")}}` : `{ ${entries.join(", ")} }`;
}

/** Words that some reader of YAML takes for something else than a text. */
const TYPED = /^(?:true|false|yes|no|on|off|null|~|y|n)$/i;
/** What is a text in YAML 1.1 and 1.2, in a block and in brackets: no number, no date, nothing in base 60. */
const PLAIN =
  /^(?:[A-Za-z_/](?:[\w./@+-]|:(?=[\w./@+-]))*|\.[A-Za-z/](?:[\w./@-])*|\d+(?:ms|[smhMGk])|https?:\/\/[\w./:@?=&-]+)$/;

/** A scalar as it is meant, in double quotes where it would be read as something else. */
export function writtenScalar(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  return PLAIN.test(value) && !TYPED.test(value) ? value : JSON.stringify(value);
}

function isScalar(value: Written): value is string | number | boolean {
  return typeof value !== "object";
}

function isList(value: Written): value is readonly Written[] {
  return Array.isArray(value);
}
