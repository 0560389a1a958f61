import type { Range } from "../../core/place.js";
import type { Mount } from "./ast.js";

const SYNONYMS: Readonly<Record<string, string>> = {
  dst: "target",
  destination: "target",
  src: "source",
  ro: "readonly",
  rw: "readwrite",
};

/** Reads the value of `RUN --mount=…`: CSV fields of `key=value` or `key`. Synonyms (dst, src, ro, rw) are stored under the long name. */
export function readMount(value: string, range: Range): Mount {
  const options = new Map<string, string | true>();
  let type = "bind";
  for (const field of csvFields(value)) {
    const equals = field.indexOf("=");
    const written = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    if (written === "") continue;
    const given = equals < 0 ? true : field.slice(equals + 1);
    if (written === "type" && given !== true) type = given.toLowerCase();
    else options.set(SYNONYMS[written] ?? written, given);
  }
  return { range, type, options };
}

function csvFields(text: string): string[] {
  if (!text.includes('"')) return text.split(",");
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const ch = text[at] as string;
    if (quoted && ch === '"' && text[at + 1] === '"') {
      field += ch;
      at++;
    } else if (ch === '"') {
      quoted = !quoted;
    } else if (ch === "," && !quoted) {
      fields.push(field);
      field = "";
    } else {
      field += ch;
    }
  }
  fields.push(field);
  return fields;
}
