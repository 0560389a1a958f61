import type { Copied, Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import type { BuildContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, folderOf, isWithin, joinPath } from "./paths.js";
import { isSent } from "./sent-paths.js";

/** A COPY of another stage than this many stages away is not followed. */
const DEEPEST = 8;
const MOST_COPIES = 200;

/**
 * Where a file of a build stage comes from: its path in the context, when a COPY took it or the folder around it from there, it is
 * sent to the build, and no command of the stage removes it by name; else null. `path` is absolute; the file need not exist.
 */
export function relayedFrom(stage: Stage, path: string, context: BuildContext, depth = 0): string | null {
  if (depth > DEEPEST || isRemoved(stage, path)) return null;
  for (const copy of stage.facts.copies.slice(0, MOST_COPIES)) {
    if (copy.destination === null) continue;
    for (const source of copy.sources) {
      if (source.includes("$")) continue;
      const before = placeBefore(copy, source, path);
      if (before === null) continue;
      if (copy.from.kind === "context") {
        const inside = sourceInContext(before);
        if (isSent(context, inside)) return inside;
      } else if (copy.from.kind === "stage" && copy.from.stage !== stage) {
        const found = relayedFrom(copy.from.stage, cleanPath(`/${before}`), context, depth + 1);
        if (found !== null) return found;
      }
    }
  }
  return null;
}

/** The path that a COPY made `path` of, if it did. */
function placeBefore(copy: Copied, source: string, path: string): string | null {
  const destination = cleanPath(copy.destination ?? "/");
  // `dir/*` takes what is in the folder; other patterns name files of which nothing is known.
  const bare = source.replace(/(^|\/)\*{1,2}$/, "");
  if (/[*?[]/.test(bare)) return null;
  const from = bare === "" ? "." : bare;
  // A file that is copied by its own name, into a folder or as what it becomes.
  if (baseName(cleanPath(`/${from}`)) === baseName(path) && (destination === path || destination === (folderOf(path) || "/")))
    return from;
  if (!isWithin(destination, path) || destination === path) return null;
  const inside = destination === "/" ? path.slice(1) : path.slice(destination.length + 1);
  return from === "." || from === "/" ? inside : joinPath(from.replace(/\/+$/, ""), inside);
}

function isRemoved(stage: Stage, path: string): boolean {
  const name = baseName(path);
  return stage.facts.runs.some(
    ({ script }) =>
      script?.commands.some(
        ({ name: program, words }) => program === "rm" && words.slice(1).some((word) => baseName(word.value ?? "") === name),
      ) ?? false,
  );
}
