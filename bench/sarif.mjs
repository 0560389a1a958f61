// Validates SARIF logs against a copy of the official schema. Usage: node bench/sarif.mjs SCHEMA.json LOG.sarif…
import { readFileSync } from "node:fs";
import Ajv from "ajv";

const [schema, ...logs] = process.argv.slice(2);
if (!schema || logs.length === 0) throw new Error("usage: node bench/sarif.mjs SCHEMA.json LOG.sarif…");
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
// The schema is written in draft 4: only its name for the identifier differs from what the validator reads.
const { $schema: _draft, id: _id, ...definition } = read(schema);
const validate = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true, validateFormats: false }).compile(definition);
for (const path of logs) {
  const valid = validate(read(path));
  console.log(`${path}: ${valid ? "valid" : "NOT VALID"}`);
  for (const error of (validate.errors ?? []).slice(0, 20)) console.log(`  ${error.instancePath} ${error.message}`);
  if (!valid) process.exitCode = 1;
}
