import type { Range } from "../../core/place.js";
import type { HealthEndpoint } from "./app.js";
import type { FunctionBody } from "./functions.js";
import { argumentsAt, calledBefore, hits, isChained, LOG_CALL, type SourceFile } from "./source.js";

/** How a language spells a question to a dependency and what it calls without asking anyone. */
export interface Dialect {
  /** Methods that make a round trip whatever they are called on. */
  readonly asks: RegExp;
  /** Methods that make a round trip when their receiver is a client. */
  readonly asksOfClient: RegExp;
  /** Names of receivers that are clients. */
  readonly client: RegExp;
  /** Calls, as `receiver.method`, of the platform's own types: a function of the project by the same name is not meant. */
  readonly platform?: RegExp;
  /** Calls, as `receiver.method`, that ask no one: answers, logs, clocks, conversions. */
  readonly neutral: RegExp;
}

export interface Depth {
  readonly depth: HealthEndpoint["depth"];
  readonly because: string;
}

export interface DepthContext {
  readonly dialect: Dialect;
  readonly functions: ReadonlyMap<string, readonly FunctionBody[]>;
  /** Whether the project uses a client of a real dependency at all. */
  readonly hasClients: boolean;
  /** Names that a client of a dependency is assigned to. */
  readonly clients?: ReadonlySet<string>;
}

const HOPS = 3;
const CALL = /(?<![\w$])([A-Za-z_$][\w$]*(?:\s*!?\??\.\s*[A-Za-z_$][\w$]*)*)\s*(?:<[^<>()]{0,80}>\s*)?(?:\?\.)?[(`]/g;
const WORDS =
  /^(?:if|for|while|switch|catch|return|function|func|await|typeof|new|not|and|or|in|with|elif|match|defer|go|async|throw|else|assert|lambda|except|when|def|yield|super|synchronized|try)$/;

/**
 * Whether a handler asks a real dependency: `deep` when it, or a function of the project that it calls within three hops, makes a round trip;
 * `shallow` when every call is known to ask no one; else `unknown`.
 */
export function depthOf(file: SourceFile, body: Range, context: DepthContext): Depth {
  const seen: Seen = new Map();
  const found = walk(file, body, context, HOPS, seen);
  if (found.asked) {
    if (context.hasClients) return { depth: "deep", because: `it calls ${found.asked}` };
    return { depth: "unknown", because: `it calls ${found.asked}, but no client library of a dependency was found` };
  }
  if (found.lost) return { depth: "unknown", because: `it calls ${found.lost}, which could not be followed` };
  return { depth: "shallow", because: "it answers without asking any dependency" };
}

/** Bodies that are being walked, and those whose findings have already been counted. */
type Seen = Map<string, "open" | "done">;

interface Found {
  asked: string | null;
  lost: string | null;
}

function walk(file: SourceFile, body: Range, context: DepthContext, hops: number, seen: Seen): Found {
  const result: Found = { asked: null, lost: null };
  const { dialect } = context;
  for (const { match, start } of hits([file], CALL, body)) {
    const path = (isChained(file, start) ? "." : "") + (match[1] as string).replace(/[\s?!]/g, "");
    if (WORDS.test(path) || LOG_CALL.test(path)) continue;
    if (dialect.platform?.test(path.startsWith(".") ? `${calledBefore(file, start)}()${path}` : path)) continue;
    const shown = path.replace(/^\./, "");
    const method = path.slice(path.lastIndexOf(".") + 1);
    const receiver = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
    const own = context.functions.get(method);
    const isClient =
      dialect.client.test(receiver) || context.clients?.has(receiver.slice(receiver.lastIndexOf(".") + 1)) === true;
    const asks = dialect.asks.test(method) || (dialect.asksOfClient.test(method) && isClient);
    if (own && own.length <= 12 && !(asks && isClient && own.length > 3)) {
      const followed = follow(own, context, hops, seen);
      if (followed.asked) return { asked: `${shown}() → ${followed.asked}`, lost: null };
      if (followed.known) {
        result.lost ??= followed.lost;
        continue;
      }
    }
    if (asks) return { asked: `${shown}()`, lost: null };
    const handed = HANDS_OVER.test(method) ? handedOver(file, start + match[0].length - 1, context, hops, seen) : null;
    if (handed?.asked) return { asked: `${handed.asked}`, lost: null };
    if (handed?.known) {
      result.lost ??= handed.lost;
      continue;
    }
    if (dialect.neutral.test(path)) continue;
    // To make an object waits for nobody's answer; what it is asked later is seen there.
    if (file.family === "js" && /\bnew\s+$/.test(file.code.slice(Math.max(0, start - 8), start))) continue;
    result.lost ??= `${shown}()`;
  }
  return result;
}

/** Calls that run the function that they are given, elsewhere. */
const HANDS_OVER = /^(?:submit|to_thread|run_in_executor|run_in_threadpool|run_sync)$/;

/** Follows the functions of the project that a call is given by their names. */
function handedOver(
  file: SourceFile,
  open: number,
  context: DepthContext,
  hops: number,
  seen: Seen,
): (Found & { known: boolean }) | null {
  for (const range of argumentsAt(file, open)) {
    const name = /^[A-Za-z_][\w.]*$/.exec(file.code.slice(...range).trim())?.[0];
    const own = name ? context.functions.get(name.slice(name.lastIndexOf(".") + 1)) : undefined;
    if (!own || own.length > 3) continue;
    const followed = follow(own, context, hops, seen);
    return followed.asked ? { ...followed, asked: `${name}() → ${followed.asked}` } : followed;
  }
  return null;
}

/** Follows the bodies that a name stands for; `known` is false when they are all already being walked. */
function follow(own: readonly FunctionBody[], context: DepthContext, hops: number, seen: Seen): Found & { known: boolean } {
  let known = false;
  let lost: string | null = null;
  for (const target of own) {
    const key = `${target.file.path}:${target.body[0]}`;
    const before = seen.get(key);
    if (before === "done") known = true;
    if (before) continue;
    if (hops === 0) {
      known = true;
      lost ??= `${target.name}()`;
      continue;
    }
    seen.set(key, "open");
    known = true;
    const inner = walk(target.file, target.body, context, hops - 1, seen);
    seen.set(key, "done");
    if (inner.asked) return { asked: inner.asked, lost: null, known };
    lost ??= inner.lost;
  }
  return { asked: null, lost, known };
}
