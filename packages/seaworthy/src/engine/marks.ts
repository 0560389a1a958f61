import type { Range } from "../core/place.js";
import type { ExampleFiles } from "../rule.js";

export interface Marked {
  readonly files: Readonly<Record<string, string>>;
  /** Where a finding is expected: `«…»` in the texts, taken out of them. */
  readonly marks: readonly { readonly file: string; readonly range: Range }[];
}

/** Takes the marks out of an example; a bare string is a Dockerfile. */
export function unmark(example: ExampleFiles): Marked {
  const given = typeof example === "string" ? { Dockerfile: example } : example;
  const files: Record<string, string> = {};
  const marks: { file: string; range: Range }[] = [];
  for (const [file, marked] of Object.entries(given)) {
    let text = "";
    const open: number[] = [];
    for (const unit of marked) {
      if (unit === "«") open.push(text.length);
      else if (unit === "»") {
        const start = open.pop();
        if (start === undefined) throw new Error(`${file}: » without «`);
        marks.push({ file, range: [start, text.length] });
      } else text += unit;
    }
    if (open.length > 0) throw new Error(`${file}: « without »`);
    files[file] = text;
  }
  return { files, marks };
}
