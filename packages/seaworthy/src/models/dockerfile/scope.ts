import type { PairsInstruction } from "./ast.js";
import { type Lookup, type Substituted, substitute } from "./substitute.js";

/** What `--build-arg` (or Compose's `args`) gives; null for a value that is not known. */
export type BuildArgs = ReadonlyMap<string, string | null>;

/** Set by the builder for every build; their values depend on the machine and the command line. */
export const PLATFORM_ARGS: ReadonlySet<string> = new Set([
  "BUILDPLATFORM",
  "BUILDOS",
  "BUILDOSVERSION",
  "BUILDARCH",
  "BUILDVARIANT",
  "TARGETPLATFORM",
  "TARGETOS",
  "TARGETOSVERSION",
  "TARGETARCH",
  "TARGETVARIANT",
  "TARGETSTAGE",
]);

/** The platform that a stage is taken for when only the builder's platform could tell which one is meant. */
export const COMMON_PLATFORM: ReadonlyMap<string, string> = new Map([
  ["TARGETOS", "linux"],
  ["TARGETARCH", "amd64"],
  ["TARGETVARIANT", ""],
  ["TARGETPLATFORM", "linux/amd64"],
  ["BUILDOS", "linux"],
  ["BUILDARCH", "amd64"],
  ["BUILDVARIANT", ""],
  ["BUILDPLATFORM", "linux/amd64"],
]);

/** More variables than this are not handed on as one map. */
const MAX_SNAPSHOT = 1000;

/** The ARGs before the first FROM: what FROM lines see, and what ARG without a default takes over into a stage. */
export class GlobalScope {
  readonly #values = new Map<string, string | null>();
  readonly #buildArgs: BuildArgs;
  readonly #escape: string;
  readonly lookup: Lookup;

  constructor(buildArgs: BuildArgs, escapeChar: string) {
    this.#buildArgs = buildArgs;
    this.#escape = escapeChar;
    this.lookup = (name) => {
      if (this.#values.has(name)) return this.#values.get(name);
      if (!PLATFORM_ARGS.has(name)) return undefined;
      return this.#buildArgs.get(name) ?? null;
    };
  }

  declare(instruction: PairsInstruction): void {
    for (const { name, value } of instruction.pairs) {
      const given = this.#buildArgs.get(name);
      if (given !== undefined) this.#values.set(name, given);
      else if (value !== null) this.#values.set(name, this.substitute(value).value);
    }
  }

  substitute(text: string): Substituted {
    return substitute(text, this.lookup, { escape: this.#escape });
  }

  /** The text as it is for linux/amd64, for stage names that hold the platform: `FROM build_${TARGETARCH}`. */
  substituteCommon(text: string): string | null {
    const lookup: Lookup = (name) => this.lookup(name) ?? COMMON_PLATFORM.get(name) ?? null;
    return substitute(text, lookup, { escape: this.#escape }).value;
  }
}

/**
 * The variables of one stage, with their history: a value counts from the instruction that sets it on. A stage sees those of its parent; what neither
 * declares may come from the base image, unless that is scratch.
 */
export class StageScope {
  readonly #history = new Map<string, { readonly at: number; readonly value: string | null | undefined }[]>();
  readonly #parent: StageScope | null;
  readonly #scratch: boolean;
  /** Where something was set, in order. */
  readonly #sets: { readonly at: number }[] = [];
  /** That of the last RUN: those behind it mostly see the same. */
  #snapshot: { readonly set: { readonly at: number } | undefined; readonly values: ReadonlyMap<string, string | null> } | null =
    null;

  constructor(parent: StageScope | null, scratch: boolean) {
    this.#parent = parent;
    this.#scratch = scratch;
  }

  set(name: string, value: string | null | undefined, at: number): void {
    const entry = { at, value };
    const entries = this.#history.get(name);
    if (entries) entries.push(entry);
    else this.#history.set(name, [entry]);
    this.#sets.push(entry);
  }

  /** The value before instruction `at`; undefined for none, null for one that is not known. */
  get(name: string, at: number): string | null | undefined {
    for (let scope: StageScope | null = this, limit = at; scope; scope = scope.#parent, limit = Number.POSITIVE_INFINITY) {
      const found = latest(scope.#history.get(name), limit);
      if (found) return found.value;
    }
    return this.#scratch ? undefined : null;
  }

  /** True when an ENV or ARG of the stage or its parents sets it before `at`. */
  has(name: string, at: number): boolean {
    if (latest(this.#history.get(name), at)) return true;
    return this.#parent?.has(name, Number.POSITIVE_INFINITY) ?? false;
  }

  /** All variables that have a value before `at`, those of the parents first. */
  snapshot(at: number): ReadonlyMap<string, string | null> {
    const set = latest(this.#sets, at);
    if (this.#snapshot?.set !== set || this.#snapshot === null) this.#snapshot = { set, values: this.#valuesAt(at) };
    return this.#snapshot.values;
  }

  #valuesAt(at: number): ReadonlyMap<string, string | null> {
    const chain: StageScope[] = [];
    for (let scope: StageScope | null = this; scope; scope = scope.#parent) chain.unshift(scope);
    const values = new Map<string, string | null>();
    for (const scope of chain) {
      for (const [name, entries] of scope.#history) {
        if (values.size >= MAX_SNAPSHOT) return values;
        const value = latest(entries, scope === this ? at : Number.POSITIVE_INFINITY)?.value;
        if (value !== undefined) values.set(name, value);
      }
    }
    return values;
  }
}

/** A text before instruction `at` of the scope's stage; null where it depends on what is not known. */
export function valueIn(scope: StageScope, text: string, at: number, escapeChar: string): string | null {
  return substitute(text, (name) => scope.get(name, at), { escape: escapeChar }).value;
}

/** Entries are in the order of `at`. */
function latest<T extends { readonly at: number }>(entries: readonly T[] | undefined, before: number): T | undefined {
  if (!entries) return undefined;
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? 0) < before) low = middle + 1;
    else high = middle;
  }
  return entries[low - 1];
}
