import { remembered } from "../../core/kept.js";
import type { Command, ShellWord } from "./script.js";

/** A path that a command removes: its segments, globs kept; `~` for any user's home. */
export interface Removal {
  readonly segments: readonly string[];
  /** As written, for what only its text tells (`$(npm config get cache)`). */
  readonly text: string;
}

const NO_REMOVALS: readonly Removal[] = Object.freeze([]);

/** How many words a brace expansion may become before it is left as written. */
const MAX_BRACES = 64;

/** The paths that `rm …` or `find … -delete` removes; empty for other commands. Variables are put in where `env` knows them. */
export function removalsOf(command: Command, env: (name: string) => string | null | undefined): readonly Removal[] {
  if (command.name !== "rm" && command.name !== "find") return NO_REMOVALS;
  return removed(command).flatMap((word) => {
    // A glob in quotes names one file that is not there.
    if (/(["'])[^"']*[*?][^"']*\1/.test(word.text)) return [];
    const path = word.value ?? substitute(word.text.replace(/["']/g, ""), env);
    return braces(path).map((each) => ({ segments: segmentsOf(each), text: word.text }));
  });
}

function removed(command: Command): readonly ShellWord[] {
  const words = command.words.slice(1);
  if (command.name === "rm") return words.filter((word) => !word.text.startsWith("-"));
  const deletes = words.some(
    (word, index) => word.value === "-delete" || (/^-exec/.test(word.text) && words[index + 1]?.value === "rm"),
  );
  const first = words.findIndex((word) => /^[-(!]/.test(word.text));
  return deletes ? words.slice(0, first < 0 ? words.length : first) : [];
}

function substitute(text: string, env: (name: string) => string | null | undefined): string {
  return text.replace(/\$(?:\{(\w+)(?::?-[^}$]{0,200})?\}|(\w+))/g, (written, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? "";
    return name === "HOME" ? "~" : (env(name) ?? written);
  });
}

/** `a{b,c}` as ab and ac. */
function braces(text: string): readonly string[] {
  if (!text.includes("{")) return [text];
  let paths = [text];
  for (let round = 0; round < 4; round += 1) {
    const next = paths.flatMap((path) => {
      const match = /^([^{]*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(path);
      return match ? (match[2] ?? "").split(",").map((choice) => `${match[1]}${choice}${match[3]}`) : [path];
    });
    if (next.length > MAX_BRACES) return [text];
    paths = next;
  }
  return paths;
}

/** The segments of a path. Homes (`/root`, `/home/x`, `$HOME`) all become `~`. */
export const segmentsOf = remembered((path: string): readonly string[] => {
  const plain = path.replace(/^(\/root|\/home\/[^/]+|\$HOME|\$\{HOME\})(?=\/|$)/, "~");
  return plain.split("/").filter((segment) => segment !== "" && segment !== ".");
});

/** Whether removing `removal` empties the directory `path`: it is the directory, one around it, or what is in it. */
export function removes(removal: Removal, path: readonly string[]): boolean {
  const { segments } = removal;
  if (segments.length === 0) return false;
  const shared = Math.min(segments.length, path.length);
  for (let index = 0; index < shared; index += 1) {
    if (!matches(segments[index] ?? "", path[index] ?? "")) return false;
  }
  // Below the directory only globs take all of it: `lists/*`, `cache/*.gem`, `lists/**/*`.
  return segments.slice(shared).every((segment) => segment.includes("*"));
}

/** Whether a glob of one path segment takes a name. A leading dot must be written. */
function matches(glob: string, name: string): boolean {
  if (glob === name) return true;
  if (!/[*?[]/.test(glob)) return false;
  if (name.startsWith(".") && !/^(\.|\[)/.test(glob)) return false;
  return wildcard(glob.replace(/\[[^\]]*\]/g, "?"), name);
}

/** Linear in the product of both lengths; `*` and `?` alone. */
function wildcard(glob: string, name: string): boolean {
  let from = 0;
  let star = -1;
  let mark = 0;
  let at = 0;
  while (at < name.length) {
    if (from < glob.length && (glob[from] === "?" || glob[from] === name[at])) {
      from += 1;
      at += 1;
    } else if (glob[from] === "*") {
      star = from;
      mark = at;
      from += 1;
    } else if (star >= 0) {
      from = star + 1;
      mark += 1;
      at = mark;
    } else return false;
  }
  while (glob[from] === "*") from += 1;
  return from === glob.length;
}
