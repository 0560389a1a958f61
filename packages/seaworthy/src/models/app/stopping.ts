import type { Pattern } from "../../core/caseless.js";
import type { Range } from "../../core/place.js";
import type { ShutdownHandler } from "./app.js";
import type { FunctionBody } from "./functions.js";
import { hits, isChained, LOG_CALL, type SourceFile } from "./source.js";

/** How a language spells the steps of a shutdown. */
export interface StopDialect {
  /** Calls, as `receiver.method`, that close a server or wait for work. */
  readonly drains: Pattern;
  /** Calls that end the process. */
  readonly exits: RegExp;
  /** Calls that neither drain nor matter: logs, and the closing of resources. */
  readonly neutral: RegExp;
}

export type Manner = Pick<ShutdownHandler, "manner" | "because">;

const HOPS = 3;
const CALL = /(?<![\w$])([A-Za-z_$][\w$]*(?:\s*!?\??\.\s*[A-Za-z_$][\w$]*)*)\s*(?:\?\.)?\(/g;
const WORDS =
  /^(?:if|for|while|switch|catch|return|function|func|await|typeof|new|not|and|or|in|with|elif|match|defer|go|async|throw|else|def|print|select|super|raise)$/;

/** What a signal handler does: closes a server or waits for work within three hops, ends the process at once, or something that could not be followed. */
export function mannerOf(
  file: SourceFile,
  body: Range,
  dialect: StopDialect,
  functions: ReadonlyMap<string, readonly FunctionBody[]>,
): Manner {
  const found = walk(file, body, dialect, functions, HOPS, new Set());
  if (found.drains) return { manner: "drains", because: `the handler calls ${found.drains}` };
  if (found.exits && !found.lost)
    return { manner: "exits", because: `the handler calls ${found.exits} without closing the server` };
  if (found.lost) return { manner: "unknown", because: `the handler calls ${found.lost}, which could not be followed` };
  return { manner: "unknown", because: "what the handler leads to could not be followed" };
}

interface Found {
  drains: string | null;
  exits: string | null;
  lost: string | null;
}

function walk(
  file: SourceFile,
  body: Range,
  dialect: StopDialect,
  functions: ReadonlyMap<string, readonly FunctionBody[]>,
  hops: number,
  seen: Set<string>,
): Found {
  const found: Found = { drains: null, exits: null, lost: null };
  for (const { match, start } of hits([file], CALL, body)) {
    const path = (isChained(file, start) ? "." : "") + (match[1] as string).replace(/[\s?!]/g, "");
    if (WORDS.test(path) || LOG_CALL.test(path)) continue;
    if (dialect.drains.test(path)) return { ...found, drains: `${path}()` };
    if (dialect.exits.test(path)) {
      found.exits ??= `${path}()`;
      continue;
    }
    const own = functions.get(path.slice(path.lastIndexOf(".") + 1));
    if (own && own.length <= 6 && hops > 0) {
      for (const target of own) {
        const key = `${target.file.path}:${target.body[0]}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const inner = walk(target.file, target.body, dialect, functions, hops - 1, seen);
        if (inner.drains) return { ...found, drains: `${path}() → ${inner.drains}` };
        found.exits ??= inner.exits;
        found.lost ??= inner.lost;
      }
      continue;
    }
    if (!dialect.neutral.test(path)) found.lost ??= `${path}()`;
  }
  return found;
}
