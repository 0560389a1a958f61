import type { Instruction } from "../dockerfile/ast.js";
import type { Stage } from "../dockerfile/dockerfile.js";
import type { HistoryEntry } from "./config.js";
import type { Image } from "./image.js";
import { type BuiltBy, builtBy, commandOf } from "./instruction.js";

/** How far back an instruction is looked for: builders leave some out of the history. */
const FAR = 12;

/**
 * Which instruction of a Dockerfile made each line of an image's history, from the last line backwards as far as both agree: by index
 * of the line. Lines of a known base are no one's.
 */
export function linesOfHistory(image: Pick<Image, "history" | "layers">, stage: Stage): ReadonlyMap<number, Instruction> {
  const instructions = stage.lineage.flatMap((one) => one.instructions).filter(({ keyword }) => keyword !== "FROM");
  const found = new Map<number, Instruction>();
  let next = instructions.length - 1;
  for (let index = image.history.length - 1; index >= 0 && next >= 0; index--) {
    const entry = image.history[index] as HistoryEntry;
    if (entry.layer !== null && image.layers[entry.layer]?.fromBase === true) break;
    const built = builtBy(entry);
    if (built.keyword === null) continue;
    for (let at = next; at >= Math.max(0, next - FAR); at--) {
      if (!agrees(built, instructions[at] as Instruction)) continue;
      found.set(index, instructions[at] as Instruction);
      next = at - 1;
      break;
    }
  }
  return found;
}

function agrees(built: BuiltBy, { keyword, text, flags, heredocs }: Instruction): boolean {
  if (built.keyword !== keyword) return false;
  if (keyword !== "RUN" && keyword !== "COPY" && keyword !== "ADD") return true;
  if (built.sourcesHidden) return true;
  const written = plain(keyword === "RUN" ? commandOf(built) : built.text);
  // A heredoc's text stands in the history in a form of the builder's own.
  if (heredocs.length > 0) return written.includes(heredocs[0]?.name ?? "EOF") || keyword === "RUN";
  const own = plain(text);
  if (keyword === "RUN") return written === own || written.endsWith(own) || matches(own, written);
  const bare = written.replaceAll(/--\S+\s/g, "");
  return bare === own || matches(own, bare) || (flags.length > 0 && bare.endsWith(own));
}

/** One blank for many, quotes and brackets of the JSON form left out. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/^\[|\]$|["']/g, "")
    .replaceAll(/\s*,\s*/g, " ")
    .trim();
}

/** Whether a text with variables could have become the other: each stands for anything without a break. */
function matches(own: string, written: string): boolean {
  if (!own.includes("$") || own.length > 2000 || written.length > 4000) return false;
  const parts = own.split(/\$\{[^}]{0,200}\}|\$\w{1,100}/);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = written.indexOf(part, at);
    if (found < 0 || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return parts.at(-1) === "" || at === written.length;
}
