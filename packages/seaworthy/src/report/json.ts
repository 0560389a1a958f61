import type { Report } from "../core/report.js";

/** The report as JSON in pieces, one for each service: that of thousands of services is longer than a string may be. */
export function* jsonPieces(report: Report): Generator<string> {
  const { services } = report;
  let before = "{";
  for (const [key, value] of Object.entries(report)) {
    yield `${before}\n  ${JSON.stringify(key)}: `;
    before = ",";
    if (key !== "services" || services.length === 0) yield indented(value, "  ");
    else {
      for (const [index, service] of services.entries()) yield `${index === 0 ? "[" : ","}\n    ${indented(service, "    ")}`;
      yield "\n  ]";
    }
  }
  yield "\n}\n";
}

/** A line break stands between the parts of a JSON text only, never in a string of it. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).split("\n").join(`\n${indent}`);
}
