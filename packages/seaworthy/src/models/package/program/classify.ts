import { PROGRAMS, type Program } from "../../../knowledge/programs.js";
import type { Found } from "../evidence.js";

/** Places of the neighbouring text that are looked at, and the bytes around each. */
const MOST_PLACES = 500;
const AROUND = 160;
/** Bytes that are looked through at a time: they stay in the processor's cache. */
const STAGE = 512 * 1024;

/** Whether a program of this name is a product that says its version in its file. */
export function isKnownProgram(name: string): boolean {
  return PROGRAMS.some(({ names }) => names.test(name));
}

/**
 * The product that a program is, by its file's name and what stands in it. The file is looked through as it passes: runtimes are a
 * hundred megabytes large, and say their version in the first half.
 */
export class ProgramSearch {
  private readonly asked: readonly { readonly product: string; readonly text: Buffer; readonly version: RegExp }[];
  private readonly stage = Buffer.allocUnsafe(STAGE);
  private length = 0;
  private places = 0;
  /** What was found; null: not yet, or nothing. */
  found: Found | null = null;

  constructor(name: string) {
    this.asked = PROGRAMS.flatMap((program) => {
      const group = program.names.exec(name);
      return group ? [asked(program, group[1] ?? "")] : [];
    });
  }

  /** The next bytes; false: it is found, or not worth looking further for. */
  feed(piece: Uint8Array): boolean {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + STAGE - this.length);
      this.stage.set(part, this.length);
      this.length += part.length;
      at += part.length;
      if (this.length === STAGE && !this.look(false)) return false;
    }
    return true;
  }

  end(): Found | null {
    if (!this.found) this.look(true);
    return this.found;
  }

  /** Looks through the stage; what is too near its end to see what follows is looked at again, with what comes next. */
  private look(last: boolean): boolean {
    const stage = this.stage.subarray(0, this.length);
    const seen = last ? this.length : this.length - AROUND;
    for (const { product, text, version } of this.asked) {
      for (let at = stage.indexOf(text); at >= 0 && at + text.length <= seen; at = stage.indexOf(text, at + 1)) {
        const around = stage.toString("latin1", Math.max(at - AROUND, 0), at + text.length + AROUND);
        const found = version.exec(around)?.[1];
        if (found) {
          this.found = { kind: "binary", name: product, version: found };
          return false;
        }
        if (++this.places > MOST_PLACES) return false;
      }
    }
    this.stage.copyWithin(0, Math.max(this.length - 3 * AROUND, 0), this.length);
    this.length = Math.min(this.length, 3 * AROUND);
    return true;
  }
}

function asked({ product, beside, version }: Program, group: string) {
  const text = Buffer.from(beside.replace("$1", group), "latin1");
  return { product, text, version: typeof version === "function" ? version(group) : version };
}
