import { type Edit, type Fix, fileOf } from "../../core/edit.js";

/** What stands in the way of an edit. */
export type Refusal = { readonly because: string };

/** The texts of a project's files; null: not there, or not to be read. */
export type Texts = (path: string) => string | null;

/**
 * The files that edits change, each with its new text. Edits of one file must not overlap; inserted lines take the line ends of the file.
 */
export function applied(edits: readonly Edit[], before: Texts): ReadonlyMap<string, string> | Refusal {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) {
    const list = byFile.get(fileOf(edit));
    if (list) list.push(edit);
    else byFile.set(fileOf(edit), [edit]);
  }
  const after = new Map<string, string>();
  for (const [file, own] of byFile) {
    const text = before(file);
    const [only] = own;
    if (only && "create" in only) {
      if (own.length > 1) return { because: `${file} would be made twice` };
      if (text !== null) return { because: `${file} is there already` };
      after.set(file, only.text);
      continue;
    }
    if (text === null) return { because: `${file} cannot be read` };
    const spliced = splice(text, own as Extract<Edit, { file: string }>[]);
    if (typeof spliced !== "string") return spliced;
    after.set(file, spliced);
  }
  return after;
}

function splice(text: string, edits: readonly Extract<Edit, { file: string }>[]): string | Refusal {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  const end = lineEnd(text);
  const pieces: string[] = [];
  let at = 0;
  for (const { file, range, text: put } of sorted) {
    const [from, to] = range;
    if (from < at || to < from || to > text.length) return { because: `edits of ${file} overlap` };
    pieces.push(text.slice(at, from), end === "\n" ? put : put.replaceAll(/\r?\n/g, end));
    at = to;
  }
  return pieces.join("") + text.slice(at);
}

/** The end of a file's first line. */
function lineEnd(text: string): "\n" | "\r\n" {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** Takes fixes into one batch as long as they leave each other alone: those that do not fit wait for the next round. */
export class Batch {
  /** Files of which insertions are taken, too, that touch end to end: where the text is looked at and never written. */
  readonly #touching: (file: string) => boolean;
  readonly #taken = new Map<string, { readonly from: number; readonly to: number }[]>();
  /** Files that a fix of structure changes, which has them to itself. */
  readonly #whole = new Set<string>();

  constructor({ touching = () => false }: { readonly touching?: (file: string) => boolean } = {}) {
    this.#touching = touching;
  }

  takes(fix: Fix): boolean {
    const files = new Set(fix.edits.map(fileOf));
    for (const file of files) {
      if (this.#whole.has(file)) return false;
      if (fix.order === "structure" && this.#taken.has(file)) return false;
    }
    for (const edit of fix.edits) {
      const taken = this.#taken.get(fileOf(edit));
      if (!taken) continue;
      if ("create" in edit) return false;
      const [from, to] = edit.range;
      // What touches end to end is kept apart, too: two insertions at one place have no order.
      const touching = this.#touching(fileOf(edit));
      if (taken.some((one) => (touching ? overlap(one, from, to) : from <= one.to && to >= one.from))) return false;
    }
    for (const edit of fix.edits) {
      const [from, to] = "create" in edit ? [0, 0] : edit.range;
      const taken = this.#taken.get(fileOf(edit));
      if (taken) taken.push({ from, to });
      else this.#taken.set(fileOf(edit), [{ from, to }]);
    }
    if (fix.order === "structure") for (const file of files) this.#whole.add(file);
    return true;
  }
}

/** Whether two ranges have something in common. An insertion has it with what it lies in, and not with another at the same place. */
function overlap(one: { readonly from: number; readonly to: number }, from: number, to: number): boolean {
  return from < one.to && to > one.from;
}
