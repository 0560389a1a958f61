import { hits, type SourceFile, stringAt } from "./source.js";

/** What one file takes from one module. */
export interface ImportFact {
  readonly file: SourceFile;
  readonly module: string;
  /** Local names → names in the module; "*" and "default" as in JavaScript. */
  readonly names: ReadonlyMap<string, string>;
  readonly start: number;
  readonly end: number;
}

const READERS = { js: jsImports, python: pythonImports, go: goImports, java: javaImports } as const;

/** The imports of a file. Type-only imports of TypeScript are left out: they do nothing at run time. */
export function importsOf(file: SourceFile): ImportFact[] {
  return [...READERS[file.family](file)];
}

function* jsImports(file: SourceFile): Generator<ImportFact> {
  for (const { start, end, match } of hits(
    [file],
    /\b(?:import|export)\b(?!\s+type\b)([^'"`;()=]{0,2000}?)(?:\bfrom\s*)?(?=["'])/g,
  )) {
    const from = stringAt(file, end);
    if (!from) continue;
    yield { file, module: from.value, names: jsNames(match[1] ?? ""), start, end: from.range[1] };
  }
  for (const { start, end, match } of hits(
    [file],
    /(?:\b(?:const|let|var)\s+([\w$]+|\{[^{}=]{0,2000}\})\s*(?::[^=;]{0,80})?=\s*(?:await\s+)?(?:\w+\s*\(\s*)?)?\b(?:require|import)\s*\(/g,
  )) {
    const from = stringAt(file, end);
    if (!from) continue;
    const names = match[1];
    yield {
      file,
      module: from.value,
      names: names?.startsWith("{") ? jsNames(names.replace(/:/g, " as ")) : new Map(names ? [[names, "*"]] : []),
      start,
      end: from.range[1],
    };
  }
}

function jsNames(clause: string): Map<string, string> {
  const names = new Map<string, string>();
  const braced = /\{([^}]*)\}/.exec(clause);
  for (const part of (braced?.[1] ?? "").split(",")) {
    const [name, local] = part.trim().split(/\s+as\s+/);
    if (name && /^[\w$]+$/.test(name)) names.set((local ?? name).trim(), name);
  }
  for (const part of clause
    .replace(/\{[^}]*\}/, "")
    .replace(/\bfrom\s*$/, "")
    .split(",")) {
    const [name, local] = part.trim().split(/\s+as\s+/);
    if (name === "*" && local) names.set(local.trim(), "*");
    else if (name && /^[\w$]+$/.test(name)) names.set(name, "default");
  }
  return names;
}

function* pythonImports(file: SourceFile): Generator<ImportFact> {
  for (const { start, end, match } of hits([file], /^[ \t]*from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^()]*\)|[^\n]*)/gm)) {
    const names = new Map<string, string>();
    for (const part of (match[2] as string).replace(/[()\\]/g, " ").split(",")) {
      const [name, local] = part.trim().split(/\s+as\s+/);
      if (name && /^[\w*]+$/.test(name)) names.set((local ?? name).trim(), name);
    }
    yield { file, module: match[1] as string, names, start, end };
  }
  for (const { start, end, match } of hits([file], /^[ \t]*import[ \t]+([^\n]+)/gm)) {
    for (const part of (match[1] as string).split(",")) {
      const [name, local] = part.trim().split(/\s+as\s+/);
      if (name && /^[\w.]+$/.test(name))
        yield { file, module: name, names: new Map([[(local ?? name).trim(), "*"]]), start, end };
    }
  }
}

function* goImports(file: SourceFile): Generator<ImportFact> {
  for (const { start, end, match } of hits([file], /^import\s*(\()?/gm)) {
    const stop = match[1] ? (file.pairs.get(end - 1) ?? end) : end + 1;
    const one = /(?:(?<![\w.])([\w.]+)[ \t]+)?(?=["`])/g;
    one.lastIndex = end;
    for (let found = one.exec(file.code); found && found.index < Math.max(stop, end + 200); found = one.exec(file.code)) {
      const path = stringAt(file, found.index + found[0].length);
      if (!path) break;
      one.lastIndex = path.range[1];
      const written = found[1]?.trim();
      const base =
        path.value
          .replace(/\/v\d+$/, "")
          .split("/")
          .at(-1) ?? path.value;
      const local =
        written ??
        base
          .replace(/\.v\d+$/, "")
          .replace(/^go-|-go$|\.go$/g, "")
          .replace(/-/g, "_");
      yield {
        file,
        module: path.value,
        names: new Map([[local, "*"]]),
        start: match[1] ? found.index : start,
        end: path.range[1],
      };
      if (!match[1] || file.code.slice(path.range[1], stop).trim() === "") break;
    }
  }
}

function* javaImports(file: SourceFile): Generator<ImportFact> {
  for (const { start, end, match } of hits([file], /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)(\.\*)?/gm)) {
    const module = match[1] as string;
    const name = module.split(".").at(-1) as string;
    yield { file, module, names: new Map(match[2] ? [] : [[name, name]]), start, end };
  }
}

/** The name as it can be used in a pattern. */
export function escaped(name: string): string {
  return name.replace(/[$.*+?^{}()|[\]\\]/g, "\\$&");
}

/** The first call through one of the names that an import brings in: `name(`, `new name(`, `name.method(`, `extends name`; null when it is never called. */
export function callThrough(fact: ImportFact): { start: number; end: number } | null {
  for (const local of fact.names.keys()) {
    if (local === "*" || local === "_") continue;
    const name = escaped(local);
    const call = new RegExp(
      `(?<![\\w$.])${name}(?:\\s*\\??\\.\\s*[\\w$]+){0,4}\\s*(?:<[^<>()]{0,80}>)?\\s*[(\`]|\\bextends\\s+${name}(?![\\w$])`,
      "g",
    );
    call.lastIndex = fact.end;
    const match = call.exec(fact.file.code);
    if (match) return { start: match.index, end: match.index + match[0].length };
  }
  return null;
}
