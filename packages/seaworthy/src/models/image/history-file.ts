import type { Answer, Finding } from "../../core/answer.js";
import { kept } from "../../core/kept.js";
import { isSourcePlace, type Place } from "../../core/place.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { readDockerfile } from "../dockerfile/read.js";
import type { Image } from "./image.js";
import { builtBy, commandOf } from "./instruction.js";
import { historyPlace } from "./place.js";

const PATH = "history";
const MOST_LINES = 500;

interface HistoryFile {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  /** Where each instruction starts in the text, and the line of the history that it stands for. */
  readonly lines: readonly { readonly start: number; readonly index: number }[];
}

/**
 * The RUN, ADD and COPY lines of the history, those of a known base left out, as a Dockerfile: what a rule knows of commands it knows of
 * these too. Sources that the old builder names by checksums are no part of it. null: the history tells of none.
 */
const historyFile: (image: Image) => HistoryFile | null = kept((image) => {
  let text = "FROM scratch\n";
  const lines: { start: number; index: number }[] = [];
  for (const [index, entry] of image.history.entries()) {
    const ofBase = entry.layer !== null && image.layers[entry.layer]?.fromBase === true;
    const built = builtBy(entry);
    if (ofBase || built.sourcesHidden || lines.length >= MOST_LINES) continue;
    const line = lineOf(built.keyword, built.keyword === "RUN" ? commandOf(built) : built.text);
    if (line === null) continue;
    lines.push({ start: text.length, index });
    text += `${line}\n`;
  }
  const dockerfile = readDockerfile(PATH, text);
  const stage = dockerfile.stages.at(-1);
  return stage && lines.length > 0 ? { dockerfile, stage, lines } : null;
});

function lineOf(keyword: string | null, text: string): string | null {
  if (keyword === "RUN") return `RUN ${JSON.stringify(["/bin/sh", "-c", text])}`;
  return (keyword === "ADD" || keyword === "COPY") && !/[\n\\]/.test(text) ? `${keyword} ${text}` : null;
}

/** What a rule of instructions says of the history; its findings stand at the history's lines. null: there is nothing to ask about. */
export function askHistory(image: Image, ask: (dockerfile: Dockerfile, stage: Stage) => Answer): Answer | null {
  const file = historyFile(image);
  if (!file) return null;
  const answer = ask(file.dockerfile, file.stage);
  const there = (place: Place): Place => {
    if (!isSourcePlace(place) || place.file !== PATH) return place;
    return historyPlace(file.lines.findLast(({ start }) => start <= place.range[0])?.index ?? 0);
  };
  const moved = (finding: Finding): Finding => ({ ...finding, place: there(finding.place) });
  if (answer.says === "no") return { ...answer, findings: [moved(answer.findings[0]), ...answer.findings.slice(1).map(moved)] };
  return answer.says === "unknown" && answer.place ? { ...answer, place: there(answer.place) } : answer;
}
