import { structuredPatch } from "diff";
import type { ChangedFile } from "../core/fix-report.js";

/** The lines of a file's unified diff, from its first `@@` on. */
export function hunkLines({ path, before, after }: ChangedFile): readonly string[] {
  const { hunks } = structuredPatch(path, path, before ?? "", after, undefined, undefined, { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${span(oldStart, oldLines)} +${span(newStart, newLines)} @@`,
    ...lines,
  ]);
}

/** A side of a hunk without lines names the line before it. */
function span(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${lines === 0 && start > 0 ? start - 1 : start},${lines}`;
}

/**
 * The changes as a patch that `git apply` takes.
 * @param below the path of the project's root in its repository, "" when it is that
 */
export function renderPatch(files: readonly ChangedFile[], below: string): string {
  return files.map((file) => patchOf(file, below === "" ? file.path : `${below}/${file.path}`)).join("");
}

function patchOf(file: ChangedFile, path: string): string {
  const [from, to] = [named(`a/${path}`), named(`b/${path}`)];
  const head =
    file.before === null
      ? `diff --git ${from} ${to}\nnew file mode 100644\n--- /dev/null\n+++ ${to}${tab(path)}\n`
      : `diff --git ${from} ${to}\n--- ${from}${tab(path)}\n+++ ${to}${tab(path)}\n`;
  return `${head}${hunkLines(file).join("\n")}\n`;
}

/** A name that ends in a tab may hold blanks. */
function tab(path: string): string {
  return path.includes(" ") ? "\t" : "";
}

/** A name as git writes it: in quotes, bytes in octal, where it holds anything unusual. */
function named(path: string): string {
  if (!/[^ -~]|["\\]/.test(path)) return path;
  const bytes = [...new TextEncoder().encode(path)].map((byte) => {
    if (byte === 34 || byte === 92) return `\\${String.fromCharCode(byte)}`;
    return byte < 32 || byte > 126 ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte);
  });
  return `"${bytes.join("")}"`;
}
