import type { Manifest } from "../app.js";
import { baseName, folderOf } from "../candidates.js";
import { importsOf } from "../imports.js";
import type { AppInput } from "../input.js";
import { mainsOf } from "../main.js";
import type { SourceFile } from "../source.js";

/** Whether a program of this name is built of the package in this folder: `shop-worker` of `cmd/worker`. */
function isBuiltOf(program: string, folder: string): boolean {
  const name = baseName(folder);
  return name !== "" && (program === name || program.endsWith(`-${name}`) || program.endsWith(`_${name}`));
}

/** Where the started one of several packages with a main function lies; null where there is one alone, or the start command names none. */
export function startedPackage(mains: readonly string[], start: readonly string[] | null): string | null {
  const folders = [...new Set(mains.map(folderOf))];
  if (folders.length < 2) return null;
  for (const word of (start ?? []).slice(0, 20)) {
    const program = baseName(word);
    if (word.startsWith("-") || program === "") continue;
    const exact = folders.filter((folder) => baseName(folder) === program);
    const [built, second] = exact.length > 0 ? exact : folders.filter((folder) => isBuiltOf(program, folder));
    if (built !== undefined && second === undefined) return built;
  }
  return null;
}

/**
 * Of a module with several programs, the started one: its package and all packages of the module that it leads to. null where there
 * is one alone, or which one is started cannot be told.
 */
export function startedProgram(
  files: readonly SourceFile[],
  manifests: readonly Manifest[],
  input: AppInput,
): { readonly files: readonly SourceFile[]; readonly entry: string | null } | null {
  const mains = mainsOf(files, "go").map(({ path }) => path);
  const folder = startedPackage(mains, input.start);
  if (folder === null) return null;
  const reached = reachedFrom(folder, files, manifests, input);
  return {
    files: files.filter(({ path }) => reached.has(folderOf(path))),
    entry: mains.find((path) => folderOf(path) === folder) ?? null,
  };
}

function reachedFrom(
  folder: string,
  files: readonly SourceFile[],
  manifests: readonly Manifest[],
  input: AppInput,
): ReadonlySet<string> {
  const modules = manifests.flatMap(({ path, kind }) => {
    const name = kind === "go.mod" ? /^module\s+"?([^\s"]+)/m.exec(input.read(path) ?? "")?.[1] : undefined;
    return name === undefined ? [] : [{ name, root: folderOf(path) }];
  });
  const packages = new Map<string, SourceFile[]>();
  for (const file of files) {
    const known = packages.get(folderOf(file.path));
    if (known) known.push(file);
    else packages.set(folderOf(file.path), [file]);
  }
  const reached = new Set([folder]);
  for (const one of reached)
    for (const { module } of (packages.get(one) ?? []).flatMap(importsOf))
      for (const { name, root } of modules)
        if (module === name || module.startsWith(`${name}/`))
          reached.add([root, module.slice(name.length + 1)].filter((part) => part !== "").join("/"));
  return reached;
}
