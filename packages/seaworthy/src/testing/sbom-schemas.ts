import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";

/** CycloneDX's own schema of a version of its specification, as its library for JavaScript ships it. */
export function cycloneDxSchema(version: string): ValidateFunction {
  const library = dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json"));
  const read = (name: string) => JSON.parse(readFileSync(join(library, "res/schema", `${name}.SNAPSHOT.schema.json`), "utf8"));
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const name of ["spdx", "jsf-0.82"]) {
    ajv.addSchema({ ...read(name), $id: `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json` });
  }
  return ajv.compile(read(`bom-${version}`));
}

type Json = Readonly<Record<string, unknown>>;

const ID = /^SPDXRef-[A-Za-z0-9.-]+$/;
const PURPOSES = new Set(["CONTAINER", "OPERATING_SYSTEM", "APPLICATION", "LIBRARY"]);

/**
 * What a document breaks of SPDX 2.3. Its JSON schema is in no package of npm's, so the parts of the specification that Seaworthy's
 * documents touch are written down here: clauses 6 (document), 7 (package), 10 (other licences) and 11 (relationships).
 */
export function spdxFaults(document: Json): readonly string[] {
  const faults: string[] = [];
  const must = (holds: boolean, fault: string) => holds || faults.push(fault);
  const list = (value: unknown) => value as readonly Json[];
  const keys = (object: Json, allowed: string) => {
    for (const key of Object.keys(object)) must(allowed.split(" ").includes(key), `${key} is no field`);
  };
  keys(
    document,
    "spdxVersion dataLicense SPDXID name documentNamespace creationInfo comment packages hasExtractedLicensingInfos relationships",
  );
  must(document.spdxVersion === "SPDX-2.3" && document.dataLicense === "CC0-1.0", "6.1, 6.2");
  must(document.SPDXID === "SPDXRef-DOCUMENT", "6.3");
  must(/^https:\/\/[^#\s]+$/.test(String(document.documentNamespace)), "6.5: a namespace is an absolute URI without #");
  const creation = document.creationInfo as Json;
  must(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(creation.created)), "6.9");
  must(
    list(creation.creators).every((one) => /^(?:Tool|Organization|Person): ./.test(String(one))),
    "6.8",
  );
  const ids = new Set<unknown>(["SPDXRef-DOCUMENT"]);
  const licences = new Set(list(document.hasExtractedLicensingInfos ?? []).map((one) => one.licenseId));
  for (const one of list(document.packages)) {
    keys(
      one,
      "SPDXID name versionInfo supplier downloadLocation filesAnalyzed licenseConcluded licenseDeclared copyrightText primaryPackagePurpose checksums externalRefs comment description sourceInfo",
    );
    must(ID.test(String(one.SPDXID)) && !ids.has(one.SPDXID), `7.2: ${one.SPDXID}`);
    ids.add(one.SPDXID);
    must(typeof one.name === "string" && one.name !== "" && typeof one.downloadLocation === "string", "7.1, 7.7");
    must(PURPOSES.has(String(one.primaryPackagePurpose)), `7.24: ${one.primaryPackagePurpose}`);
    for (const [reference] of String(one.licenseDeclared).matchAll(/LicenseRef-[A-Za-z0-9.-]+/g)) {
      must(licences.has(reference), `10.1: ${reference}`);
    }
    for (const reference of list(one.externalRefs ?? [])) {
      must(reference.referenceCategory === "PACKAGE-MANAGER" && reference.referenceType === "purl", "7.21");
      must(String(reference.referenceLocator).startsWith("pkg:"), "F.3.5");
    }
  }
  for (const one of list(document.relationships)) {
    must(ids.has(one.spdxElementId) && ids.has(one.relatedSpdxElement), `11.1: ${one.relatedSpdxElement}`);
    must(one.relationshipType === "DESCRIBES" || one.relationshipType === "CONTAINS", "11.1");
  }
  return faults;
}
