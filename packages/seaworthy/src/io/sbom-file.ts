import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { readSbom } from "../models/sbom/read-sbom.js";
import { type Sbom, SbomError } from "../models/sbom/sbom.js";
import { causeOf } from "./text.js";
import { UsageError } from "./usage-error.js";

/** Bytes of the largest SBOM that is read: one of 100,000 packages has some 100 MB. */
const LARGEST = 256 * 1024 * 1024;
const HEAD = 4096;

/** Whether a path is a file that holds JSON or one of the forms that SBOMs are refused in, and no archive. */
export function isSbomFile(path: string): boolean {
  let file: number;
  try {
    if (!statSync(path).isFile()) return false;
    file = openSync(path, "r");
  } catch {
    return false;
  }
  try {
    const head = Buffer.alloc(HEAD);
    const length = readSync(file, head, 0, HEAD, 0);
    const text = head
      .toString("utf8", 0, length)
      .replace(/^\ufeff/, "")
      .trimStart();
    return /^[{<]|^(?:SPDXVersion|DocumentName|DataLicense)\s*:/.test(text);
  } catch {
    return false;
  } finally {
    closeSync(file);
  }
}

/** Reads an SBOM. Throws UsageError: `shown` is how the person named it. */
export function readSbomFile(path: string, shown: string): Sbom {
  let bytes: Buffer;
  try {
    const file = openSync(path, "r");
    try {
      if (fstatSync(file).size > LARGEST) throw new UsageError(`${shown} is larger than ${LARGEST / 1024 / 1024} MB`);
      bytes = readFileSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${shown} ${causeOf(error)[1]}`);
  }
  try {
    return readSbom(bytes);
  } catch (error) {
    if (error instanceof SbomError) throw new UsageError(`${shown} ${error.message}`);
    throw error;
  }
}
