import { readRecord } from "../../models/trial/read-record.js";
import type { Trial } from "../../models/trial/trial.js";
import { readTextAt } from "../text.js";
import { UsageError } from "../usage-error.js";

const LARGEST = 64 * 1024 * 1024;

/** Reads the record of a trial. Throws UsageError with one line that says what is wrong with it. `shown` as the person named it. */
export function readRecordFile(path: string, shown: string): Trial {
  const read = readTextAt(path, LARGEST);
  if ("because" in read) throw new UsageError(`${shown} ${read.because}`);
  const record = readRecord(read.text);
  if ("problem" in record) throw new UsageError(`${shown} is no record of a trial: ${record.problem}`);
  return record.trial;
}
