import { folderOf, normalized } from "../candidates.js";

/** The module that a file takes from beside it (`./db`, `./db.js`, `../db`): its path and text; null where it is from elsewhere, or not there. */
export function moduleBeside(
  from: string,
  module: string,
  read: (path: string) => string | null,
): { readonly path: string; readonly text: string } | null {
  if (!/^\.{1,2}\//.test(module)) return null;
  const folder = folderOf(from);
  const stem = normalized(folder === "" ? module : `${folder}/${module}`);
  if (stem === null) return null;
  const bare = stem.replace(/\.[cm]?js$/, "");
  for (const path of [stem, ...["ts", "js", "mts", "mjs", "cjs"].flatMap((end) => [`${bare}.${end}`, `${bare}/index.${end}`])]) {
    const text = /\.[cm]?[jt]s$/.test(path) ? read(path) : null;
    if (text !== null) return { path, text };
  }
  return null;
}
