import { printable } from "../core/printable.js";
import type { ReportedPlace } from "../core/report.js";
import { isSource } from "./findings.js";

const LONGEST_PATH = 160;

/** Where something is, as a person reads it: `file:line`, a path of the image, a drill of the trial. */
export function placeText(place: ReportedPlace): string {
  if (isSource(place)) return printable(`${shortened(place.file)}:${place.start.line}`);
  if (!("image" in place)) return printable(`trial ${place.trial.drill}`);
  const { path, part, written } = place.image;
  const inImage = `image ${part === "history" && path ? `history line ${path}` : shortened(path ?? part)}`;
  return printable(written ? `${shortened(written.file)}:${written.line} (${inImage})` : inImage);
}

/** A path that would fill the screen keeps its ends. */
export function shortened(path: string): string {
  return path.length <= LONGEST_PATH ? path : `${path.slice(0, LONGEST_PATH / 2)}…${path.slice(-LONGEST_PATH / 2)}`;
}

/** Shortens a line to a number of UTF-16 units, at a word where one is near. */
export function clip(text: string, columns: number): string {
  const line = printable(text.replace(/\s+/g, " ").trim());
  if (line.length <= columns) return line;
  const cut = line.slice(0, columns - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > columns - 16 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** What a service is made of, in words: its Dockerfile and stage, or the image that is not built here. */
export function subjectOf(service: {
  readonly dockerfile: string | null;
  readonly stage: string | null;
  readonly image: string | null;
}): string {
  if (!service.dockerfile) return `image ${service.image ?? "?"}, not built here`;
  return `${service.dockerfile}${service.stage && !/^\d+$/.test(service.stage) ? ` (stage ${service.stage})` : ""}`;
}
