import { asObject, asWord } from "../package/json.js";
import { readCycloneDx } from "./read-cyclonedx.js";
import { readSpdx } from "./read-spdx.js";
import { type Sbom, SbomError } from "./sbom.js";

const WRAPPED = 4;

/**
 * Reads an SBOM in JSON: CycloneDX 1.2 to 1.7 or SPDX 2.2 and 2.3, also as the predicate of an in-toto statement (BuildKit's attestations), also in
 * the envelope that signatures are put around. Throws SbomError for all else, with what to do.
 */
export function readSbom(bytes: Uint8Array): Sbom {
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("utf8")
    .replace(/^\ufeff/, "");
  for (let depth = 0; depth < WRAPPED; depth++) {
    const document = objectOf(text);
    if (asWord(document.bomFormat) === "CycloneDX" || asWord(document.$schema).includes("cyclonedx.org"))
      return readCycloneDx(document);
    if (typeof document.spdxVersion === "string") return readSpdx(document);
    const predicate = asObject(document.predicate);
    if (predicate) text = JSON.stringify(predicate);
    else if (typeof document.payload === "string") text = Buffer.from(document.payload, "base64").toString("utf8");
    else throw new SbomError(otherForm(document));
  }
  throw new SbomError("is wrapped more often than any SBOM is");
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  const start = text.slice(0, 500).trimStart();
  if (start.startsWith("<")) {
    throw new SbomError("is XML: SBOMs are read as JSON (cyclonedx-cli convert --input-file IN.xml --output-file OUT.json)");
  }
  if (/^(?:SPDXVersion|DocumentName|DataLicense)\s*:/m.test(start)) {
    throw new SbomError("is SPDX's tag-value form: SBOMs are read as JSON (pyspdxtools -i IN.spdx -o OUT.spdx.json)");
  }
  try {
    const value = asObject(JSON.parse(text));
    if (value) return value;
  } catch {
    // Falls through to the one line that says so.
  }
  throw new SbomError("is no JSON object: an SBOM in CycloneDX's or SPDX's JSON is wanted");
}

function otherForm(document: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(document["@graph"]) || asWord(document["@context"]).includes("spdx.org")) {
    return "is SPDX 3: SPDX 2.3 and CycloneDX are read (syft IMAGE -o spdx-json=FILE)";
  }
  if (Array.isArray(document.artifacts) && asObject(document.schema)) {
    return "is Syft's own JSON: write it as CycloneDX (syft convert FILE -o cyclonedx-json)";
  }
  if (Array.isArray(document.Results)) return "is a report of Trivy, not an SBOM: --report FILE reads it";
  if (Array.isArray(document.matches)) return "is a report of Grype, not an SBOM: --report FILE reads it";
  return "is no SBOM that is read: CycloneDX 1.2 to 1.7 or SPDX 2.2 and 2.3 in JSON is wanted";
}
