import type { Trial } from "./trial.js";

/** The text of a record, which `readRecord` reads. */
export function recordText(trial: Trial): string {
  return `${JSON.stringify(trial, null, 2)}\n`;
}
