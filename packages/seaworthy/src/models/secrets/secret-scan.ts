import { entropy, placeholder } from "../../knowledge/secrets.js";
import { BEFORE, type ContentRule, type ContentRules } from "./content-rules.js";

/** A stretch of a file in the form of a credential. Its text goes no further than `Weigh`. */
export interface Candidate {
  readonly rule: ContentRule;
  readonly secret: string;
  /** What stands around it, as Latin-1, and where the secret begins in it. */
  readonly around: string;
  readonly at: number;
}

/** What a candidate is worth: true: a credential; false: it may be one; null: none. */
export type Weigh = (candidate: Candidate) => boolean | null;

/** A credential that was found: never its value. */
export interface SecretHit {
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
  readonly certain: boolean;
}

/** More of one file say nothing new. */
const MOST_HITS = 20;
const MOST_FOUND = 200;
/** Beginnings within which a file shows whether it is a text. */
const HEAD = 4096;

interface Pending {
  /** Offset in the file behind the keyword. */
  readonly end: number;
  readonly word: number;
}

/** One file that passes in pieces of any size. Holds the last piece and a few kilobytes before it, never the file. */
export class SecretScan {
  private readonly rules: ContentRules;
  private readonly weigh: Weigh;
  private readonly size: number;
  private state: number;
  private seen = 0;
  /** Bytes before the next piece that a match may still need, and the number of lines before them. */
  private held: Uint8Array = new Uint8Array(0);
  private lines = 0;
  private pending: Pending[] = [];
  private wide: "little" | "big" | null = null;
  private readonly found: { start: number; end: number; rule: string; line: number; certain: boolean }[] = [];
  /** By rule: up to where its last window was searched. */
  private readonly searched = new Map<ContentRule, number>();

  /** @param size bytes of the whole file. */
  constructor(rules: ContentRules, weigh: Weigh, size: number) {
    this.rules = rules;
    this.weigh = weigh;
    this.size = size;
    this.state = rules.keywords.start;
  }

  /** The next bytes. False: the file is no text, or holds enough. */
  chunk(piece: Uint8Array): boolean {
    if (this.seen === 0) {
      this.wide = wideOf(piece);
      if (!this.wide && piece.subarray(0, HEAD).includes(0)) return false;
    }
    this.seen += piece.length;
    this.pass(this.wide ? narrowed(piece) : piece, this.seen >= this.size);
    return this.found.length < MOST_FOUND;
  }

  /** What was found, in order, no match inside another. */
  hits(): readonly SecretHit[] {
    if (this.pending.length > 0) this.pass(new Uint8Array(0), true);
    this.found.sort((a, b) => a.start - b.start || b.end - a.end);
    const hits: SecretHit[] = [];
    let end = 0;
    for (const one of this.found) {
      if (one.start < end || hits.length >= MOST_HITS) continue;
      end = one.end;
      hits.push({ rule: one.rule, line: one.line, certain: one.certain });
    }
    return hits;
  }

  private pass(piece: Uint8Array, last: boolean): void {
    const { held } = this;
    const data = held.length === 0 ? piece : joined(held, piece);
    const base = this.base;
    this.state = this.rules.keywords.scan(data, held.length, this.state, (end, words) => {
      for (const word of words) this.pending.push({ end: base + end, word });
    });
    const waiting: Pending[] = [];
    for (const one of this.pending) {
      if (last || one.end + this.rules.longest <= base + data.length) this.look(one, data, base);
      else waiting.push(one);
    }
    this.pending = waiting;
    if (last) {
      this.held = new Uint8Array(0);
      return;
    }
    const from = Math.max(0, Math.min(data.length, (waiting[0]?.end ?? base + data.length) - base) - 2 * BEFORE);
    this.lines += newlines(data, from);
    this.held = data.slice(from);
    this.base = base + from;
  }

  /** Offset in the file of the first held byte. */
  private base = 0;

  private look({ end, word }: Pending, data: Uint8Array, base: number): void {
    const { length, rules } = this.rules.calls[word] as (typeof this.rules.calls)[number];
    const start = end - length;
    for (const rule of rules) {
      if (rule.notBefore && start > base && rule.notBefore[data[start - 1 - base] as number] === 1) continue;
      const from = Math.max(base, rule.leads ? start - 1 : start - BEFORE);
      const to = Math.min(base + data.length, end + rule.after);
      if (!rule.leads) {
        // What begins early in a window was found in it; one that reaches further than half of it is looked for anew.
        if (end + rule.after / 2 <= (this.searched.get(rule) ?? 0)) continue;
        this.searched.set(rule, to);
      }
      const text = latin1(data, from - base, to - base);
      rule.expression.lastIndex = rule.leads ? start - from : 0;
      for (let match = rule.expression.exec(text); match; match = rule.leads ? null : rule.expression.exec(text)) {
        this.take(rule, match, text, from, data, base);
        if (match[0] === "") rule.expression.lastIndex++;
      }
    }
  }

  private take(rule: ContentRule, match: RegExpExecArray, around: string, from: number, data: Uint8Array, base: number): void {
    const [at, end] = match.indices?.[rule.secretGroup ?? 0] ?? [match.index, match.index + match[0].length];
    const start = from + at;
    if (end <= at || this.found.some((one) => one.start === start && one.rule === rule.id) || this.found.length >= MOST_FOUND)
      return;
    const secret = around.slice(at, end);
    if (placeholder(secret) || /^\$[{(A-Za-z_]|^%[A-Za-z_]/.test(secret)) return;
    if (rule.entropy !== undefined && entropy(secret) < rule.entropy) return;
    const certain = this.weigh({ rule, secret, around, at });
    if (certain === null) return;
    this.found.push({ start, end: from + end, rule: rule.id, line: this.lines + newlines(data, start - base) + 1, certain });
  }
}

/** UTF-16 by its mark. */
function wideOf(piece: Uint8Array): "little" | "big" | null {
  if (piece[0] === 0xff && piece[1] === 0xfe) return "little";
  return piece[0] === 0xfe && piece[1] === 0xff ? "big" : null;
}

/** The ASCII of a UTF-16 text: every other byte of it is zero. */
function narrowed(piece: Uint8Array): Uint8Array {
  return piece.filter((byte) => byte !== 0);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function newlines(bytes: Uint8Array, to: number): number {
  let count = 0;
  for (let at = 0; at < to; at++) if (bytes[at] === 10) count++;
  return count;
}

function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString("latin1");
}
