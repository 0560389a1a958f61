import type { Language, Manifest } from "./app.js";
import { baseName, folderOf, normalized, rootPrefix } from "./candidates.js";
import { startedPackage } from "./go/started.js";
import type { AppInput } from "./input.js";
import { packageTable } from "./manifests/node.js";

/** The file that starts the program: from the start command, the scripts or `main` of package.json, `module:app`, or the customary names; null when none fits. */
export function entryOf(
  input: AppInput,
  own: readonly string[],
  language: Language,
  manifests: readonly Manifest[],
): string | null {
  const paths = new Set(own);
  const prefix = rootPrefix(input.root);
  const words = input.start ?? [];
  if (language === "python") return pythonEntry(words, paths, own, prefix);
  if (language === "node") return nodeEntry(input, words, paths, prefix, manifests);
  if (language === "go") return goEntry(input, own, prefix);
  if (language === "java") return null;
  return null;
}

function nodeEntry(
  input: AppInput,
  words: readonly string[],
  paths: ReadonlySet<string>,
  prefix: string,
  manifests: readonly Manifest[],
): string | null {
  const fromStart = firstFile(words, paths, prefix);
  if (fromStart) return fromStart;
  const main = manifests.find((one) => one.kind === "package.json");
  if (!main) return null;
  const asked = words.filter((word) => main.scripts.has(word)).at(-1);
  for (const name of [asked, "start:prod", "start", "serve"]) {
    const script = name === undefined ? undefined : main.scripts.get(name);
    const found = script && firstFile(script.split(/\s+/), paths, prefix);
    if (found) return found;
  }
  const written = packageTable(input.read(main.path) ?? "")?.main;
  const base = folderOf(main.path);
  const candidates = typeof written === "string" ? [written] : [];
  for (const stem of ["src/main", "src/index", "src/server", "src/app", "server", "index", "app", "main"]) candidates.push(stem);
  for (const candidate of candidates) {
    const found = sourceOf(base === "" ? candidate : `${base}/${candidate}`, paths);
    if (found) return found;
  }
  return null;
}

/** The first word that names a file of the project, or its source when it names built output. */
function firstFile(words: readonly string[], paths: ReadonlySet<string>, prefix: string): string | null {
  for (const word of words) {
    if (word.startsWith("-") || !/[\w/]/.test(word) || /^(?:node|npm|run|start|yarn|pnpm|exec|npx|bun)$/.test(word)) continue;
    if (!/\.[cm]?[jt]s$|\//.test(word)) continue;
    const found =
      sourceOf(prefix + word.replace(/^\.?\//, ""), paths) ??
      sourceOf(prefix + word.replace(/^\/(?:usr\/src\/)?[\w-]+\//, ""), paths);
    if (found) return found;
  }
  return null;
}

/** The source of a file as named: itself, with an extension, or below src/ for what a build puts below dist/. */
function sourceOf(written: string, paths: ReadonlySet<string>): string | null {
  const path = normalized(written);
  if (path === null) return null;
  const stem = path.replace(/\.[cm]?js$/, "");
  const unbuilt = [
    stem,
    stem.replace(/(^|\/)(?:dist|build|lib|out)\/(?:src\/)?/, "$1src/"),
    stem.replace(/(^|\/)(?:dist|build|lib|out)\//, "$1"),
  ];
  for (const one of [path, ...unbuilt]) {
    for (const extension of ["", ".ts", ".js", ".mts", ".mjs", ".cjs", ".tsx", ".cts", "/index.ts", "/index.js"]) {
      if (paths.has(one + extension) && /\.[cm]?[jt]sx?$/.test(one + extension)) return one + extension;
    }
  }
  return null;
}

function pythonEntry(
  words: readonly string[],
  paths: ReadonlySet<string>,
  own: readonly string[],
  prefix: string,
): string | null {
  for (const [index, word] of words.entries()) {
    if (word.startsWith("-") && word !== "-m") continue;
    const file = /\.py$/.test(word) ? normalized(prefix + word.replace(/^\.?\//, "")) : null;
    if (file && paths.has(file)) return file;
    if (file) {
      const suffix = own.find((path) => word.endsWith(`/${path.slice(prefix.length)}`));
      if (suffix) return suffix;
    }
    const module = word === "-m" ? words[index + 1] : /^[\w.]+:[\w.]+(?:\(\))?$/.test(word) ? word.split(":")[0] : null;
    const found = module && pythonModule(module, paths, own, prefix);
    if (found) return found;
  }
  for (const name of [
    "main.py",
    "app/main.py",
    "src/main.py",
    "app.py",
    "src/app.py",
    "server.py",
    "run.py",
    "manage.py",
    "wsgi.py",
    "asgi.py",
  ]) {
    if (paths.has(prefix + name)) return prefix + name;
  }
  return null;
}

function pythonModule(module: string, paths: ReadonlySet<string>, own: readonly string[], prefix: string): string | null {
  const path = module.replace(/\./g, "/");
  for (const base of [prefix, `${prefix}src/`, `${prefix}app/`]) {
    for (const ending of [".py", "/__init__.py", "/__main__.py"])
      if (paths.has(base + path + ending)) return base + path + ending;
  }
  return own.find((one) => one.endsWith(`/${path}.py`)) ?? null;
}

function goEntry(input: AppInput, own: readonly string[], prefix: string): string | null {
  const mains = own.filter((path) => baseName(path) === "main.go" && path.startsWith(prefix));
  if (mains.length <= 1) return mains[0] ?? null;
  const started = startedPackage(mains, input.start);
  return (
    mains.find((path) => folderOf(path) === started) ??
    mains.find((path) => path === `${prefix}main.go`) ??
    mains.find((path) => /(?:^|\/)cmd\/[^/]*(?:server|api|app)[^/]*\/main\.go$/.test(path)) ??
    null
  );
}
