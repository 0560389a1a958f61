import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), "../../../docs/schema");

function compiled(schema: object): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, allowMatchingProperties: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

export function schemaOf(name: "config" | "report"): Record<string, unknown> {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Record<string, unknown>;
}

/** As it is published a schema lets a later report tell more; in a test what it does not name is a fault. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const inside = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return "properties" in inside && !("additionalProperties" in inside) ? { ...inside, additionalProperties: false } : inside;
}

let report: ValidateFunction | undefined;
/** What is wrong with a report by the published schema; empty: nothing. */
export function reportFaults(data: unknown): readonly string[] {
  report ??= compiled(closed(schemaOf("report")) as object);
  return report(data) ? [] : faults(report);
}

/** A check of configs by a schema. */
export function configCheck(schema: object): (data: unknown) => readonly string[] {
  const check = compiled(schema);
  return (data) => (check(data) ? [] : faults(check));
}

function faults(check: ValidateFunction): string[] {
  return (check.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
}
