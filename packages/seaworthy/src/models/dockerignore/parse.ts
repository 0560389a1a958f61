import type { Problem } from "../../core/problem.js";
import type { Dockerignore, IgnorePattern } from "./dockerignore.js";
import { compileIgnoreGlob, type Glob, isValidPattern } from "./glob.js";
import { decider } from "./match.js";
import { cleanPath, trimSpace } from "./path-clean.js";

/** Go's line scanner gives up on a longer line, and the build with it. */
const LONGEST_LINE = 65_536;

/**
 * Reads a .dockerignore as BuildKit does: `ignorefile.ReadAll`, then `patternmatcher.New`.
 * A pattern on which Docker would refuse to build becomes a problem of kind "parse" and is left out.
 */
export function parseDockerignore(path: string, text: string): Dockerignore {
  const patterns: IgnorePattern[] = [];
  const globs: Glob[] = [];
  const problems: Problem[] = [];
  let start = 0;
  for (let line = 1; start <= text.length; line++) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const from = line === 1 && text.charCodeAt(0) === 0xfeff ? 1 : start;
    const raw = text.slice(from, end);
    start = end + 1;
    if (raw.startsWith("#")) continue;
    const written = trimSpace(raw);
    if (written === "") continue;
    const at = from + raw.indexOf(written);
    const range = [at, at + written.length] as const;
    const read = raw.length > LONGEST_LINE ? null : readPattern(written);
    if (read) {
      patterns.push({
        written,
        pattern: read.pattern,
        negated: read.negated,
        line,
        range,
      });
      globs.push(read.glob);
    } else {
      const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
      problems.push({
        kind: "parse",
        message: `Docker refuses to build with this pattern: ${shown}`,
        place: { file: path, range },
      });
    }
  }
  return { path, text, patterns, problems, decide: decider(patterns, globs) };
}

function readPattern(written: string): { pattern: string; negated: boolean; glob: Glob } | null {
  const inverted = written.startsWith("!");
  let pattern = inverted ? trimSpace(written.slice(1)) : written;
  if (pattern !== "") {
    pattern = cleanPath(pattern);
    if (pattern.length > 1 && pattern.startsWith("/")) pattern = pattern.slice(1);
  }
  // The matcher trims and cleans again, mark of negation and all: "!/" ends as a lone "!", which it refuses.
  pattern = cleanPath(trimSpace(inverted ? `!${pattern}` : pattern));
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1);
  if (pattern === "" || !isValidPattern(pattern)) return null;
  const glob = compileIgnoreGlob(pattern);
  return glob && { pattern, negated, glob };
}
