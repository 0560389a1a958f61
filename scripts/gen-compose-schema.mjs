import { readFile } from "node:fs/promises";

const HOME = "packages/seaworthy/src/models/compose";
const SOURCE = "schema/compose-spec.json";

/** Keywords that the validator reads; the schema's other words are titles, descriptions and defaults. */
const KEYWORDS = new Set([
  "$ref",
  "$defs",
  "type",
  "properties",
  "patternProperties",
  "additionalProperties",
  "required",
  "items",
  "uniqueItems",
  "oneOf",
  "enum",
  "pattern",
  "minimum",
  "maximum",
]);
const IGNORED = new Set(["$schema", "$id", "title", "description", "default", "deprecated"]);

/** The Compose schema as a module, without its prose. A keyword that the validator does not know is an error. */
export async function generate() {
  const root = new URL("../", import.meta.url);
  const schema = JSON.parse(await readFile(new URL(`${HOME}/${SOURCE}`, root), "utf8"));
  const text = `// Made by \`npm run gen\` from ../${SOURCE}.
// NOTICE: the schema is the Compose Specification's, Copyright The Compose Specification Authors, Apache-2.0; see ../schema/NOTICE.
import type { SchemaDocument } from "../json-schema.js";

/** As text: read so, it costs a start a fraction of what it would as objects. */
export const COMPOSE_SCHEMA: SchemaDocument = JSON.parse(
  ${quoted(JSON.stringify(compact(schema)))},
);
`;
  return [{ path: `${HOME}/generated/compose-schema.ts`, text }];
}

const quoted = (text) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

function compact(schema) {
  const kept = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (IGNORED.has(keyword)) continue;
    if (!KEYWORDS.has(keyword)) throw new Error(`the Compose schema uses \`${keyword}\`, which the validator does not know`);
    if (["properties", "patternProperties", "$defs"].includes(keyword)) {
      kept[keyword] = Object.fromEntries(Object.entries(value).map(([name, below]) => [name, compact(below)]));
    } else if (keyword === "oneOf") kept[keyword] = value.map(compact);
    else if (keyword === "items" || (keyword === "additionalProperties" && typeof value === "object"))
      kept[keyword] = compact(value);
    else kept[keyword] = value;
  }
  return kept;
}
