// Bundles the command: one script for each group of chunks that is wanted together, so that a run reads and compiles what its command needs.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { lateConstants } from "./late-constants.mjs";
import { linked } from "./link-chunk.mjs";
import { proseApart, proseChunk } from "./prose-apart.mjs";
import { workedOut } from "./worked-out.mjs";
import { yamlModules } from "./yaml-modules.mjs";

/**
 * What libraries ask for and that costs milliseconds: the process by a way that opens all its streams, and, for commands that are programs of
 * their own, of which there are none, the module that starts them.
 */
const WITHOUT_MODULES = {
  name: "without-modules",
  setup(build) {
    const stands = { child_process: "module.exports = {};", process: "module.exports = globalThis.process;" };
    build.onResolve({ filter: /^(?:node:)?(?:child_)?process$/ }, ({ importer, path }) => {
      const name = path.replace(/^node:/, "");
      return name === "process" || importer.includes("commander") ? { path: name, namespace: "stands" } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: "stands" }, ({ path }) => ({ contents: stands[path] }));
  },
};

/** What every command loads, and what most runs of `check` load besides; every other chunk is a file of its own. */
const GROUPS = {
  start: ["cli/process.ts"],
  check: ["cli/check.ts", "report/text.ts"],
};

/**
 * Writes `folder/*.cjs`; gives esbuild's account of what went in, the file of each chunk that has not its own, and a hash of all files. A file is an expression: a function of `__load` (a chunk by its name),
 * `require` and `__bring` (what `import()` becomes), which gives a function for each of its chunks; that runs the chunk and gives its exports.
 */
export async function bundleCommand(home, folder, common) {
  const { metafile, outputFiles } = await build({
    ...common,
    entryPoints: [join(home, "src/cli/process.ts")],
    outdir: folder,
    write: false,
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    // Names stay as they are: crash reports are read by people, and to keep them beside short ones costs time at each start.
    minifyWhitespace: true,
    minifySyntax: true,
    plugins: [WITHOUT_MODULES, yamlModules(), proseApart(), workedOut(common)],
  });
  refuseMutable(metafile, common.absWorkingDir);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]));
  const names = chunkNames(outputs);
  const group = grouped(outputs);
  const known = new Map();
  const chunkOf = (file) => {
    if (!known.has(file))
      known.set(
        file,
        lateConstants(texts.get(file), (other) => chunkOf(other).late, names),
      );
    return known.get(file);
  };
  const files = new Map();
  for (const file of texts.keys()) {
    const name = names.get(file);
    const into = group.get(file) ?? name;
    const chunk = chunkOf(file);
    files.set(into, [...(files.get(into) ?? []), `${JSON.stringify(name)}(){${linked(chunk.text, names, chunk.late)}}`]);
  }
  const scripts = [...files].map(([name, chunks]) => ({ name, text: script(chunks) }));
  scripts.push(await proseChunk(home, common));
  mkdirSync(folder, { recursive: true });
  const hash = createHash("sha256");
  for (const { name, text } of scripts) {
    // A text with one letter beyond ASCII takes twice the memory, and time at each start; only expressions can hold any.
    if (/[^\0-\x7f]/.test(text))
      throw new Error("a regular expression holds a letter beyond ASCII: write it as \\u and its number");
    writeFileSync(join(folder, `${name}.cjs`), text);
    hash.update(`${name}\n${text}\n`);
  }
  const where = Object.fromEntries([...group].map(([file, into]) => [names.get(file), into]));
  return { metafile, where, hash: hash.digest("hex").slice(0, 16) };
}

const script = (chunks) => `(function(__load,require,__bring){"use strict";return{${chunks.join(",\n")}}})`;

/** Chunks hand their exports over once, when they have run: a variable that changes later would be seen by its own chunk alone. */
function refuseMutable({ inputs }, root) {
  for (const [path, { format }] of Object.entries(inputs)) {
    if (format === "esm" && !path.includes(":") && /^export (?:let|var) /m.test(readFileSync(join(root, path), "utf8")))
      throw new Error(`${path} exports a variable: export a function that reads it`);
  }
}

/** The names of chunks without what changes with their content, where that is unmistakable; a command's is the command's. */
function chunkNames(outputs) {
  const names = new Map();
  const taken = new Set();
  for (const [file, { entryPoint }] of outputs) {
    const command = /\/src\/cli\/([\w-]+)\.ts$/.exec(entryPoint ?? "")?.[1];
    if (!command) continue;
    names.set(file, command);
    taken.add(command);
  }
  for (const file of outputs.keys()) {
    if (names.has(file)) continue;
    const short = /^(.+)-[A-Z0-9]{8}\.js$/.exec(file)?.[1];
    const name = short === undefined || short === "chunk" || taken.has(short) ? file.replace(/\.js$/, "") : short;
    names.set(file, name);
    taken.add(name);
  }
  return names;
}

/** The group of each chunk that belongs to one: the first of which it is a part. */
function grouped(outputs) {
  const group = new Map();
  for (const [into, entries] of Object.entries(GROUPS)) {
    const follow = (file) => {
      if (group.has(file)) return;
      group.set(file, into);
      for (const { path, kind, external } of outputs.get(file).imports)
        if (kind === "import-statement" && !external) follow(basename(path));
    };
    for (const entry of entries) {
      const found = [...outputs].find(([, { entryPoint }]) => entryPoint?.endsWith(`/src/${entry}`));
      if (!found) throw new Error(`no chunk begins at ${entry}`);
      follow(found[0]);
    }
  }
  return group;
}
