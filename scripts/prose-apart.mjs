// Why a rule is, and its examples: a third of all rules, and read by `explain` and SARIF alone. The command's rules get them from a chunk of its own.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const CHUNK = "prose";

/** The rules inherit both; what a rule's file says of them is left out. */
const INHERITED = `
let all;
const of = ({ id }) => (all ??= __load(${JSON.stringify(CHUNK)}).prose)[id];
export default { get why() { return of(this).why; }, get examples() { return of(this).examples; } };`;

export function proseApart() {
  return {
    name: "prose-apart",
    setup(build) {
      build.onResolve({ filter: /^prose-apart$/ }, ({ path }) => ({ path, namespace: "prose" }));
      build.onLoad({ filter: /.*/, namespace: "prose" }, () => ({ contents: INHERITED }));
      build.onLoad({ filter: /[\\/]src[\\/]rules[\\/][\w-]+[\\/][\w-]+\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const without = text
          .replace(/\n {2}examples: \[\n[\s\S]*?\n {2}\],(?=\n)/, "")
          .replace(/\n {2}why:[\s\S]*?,(?=\n {2}\w+:)/, "\n  __proto__: __prose,");
        const left = /\bwhy:|\bexamples:/.exec(without);
        if (left) throw new Error(`${path}: ${left[0]} is not where it can be set apart`);
        return { contents: `import __prose from "prose-apart";\n${without}`, loader: "ts" };
      });
    },
  };
}

/** The chunk, out of the rules as they are written. */
export async function proseChunk(home, common) {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const outfile = join(folder, "rules.mjs");
    // A library of the rules may be CommonJS, and ask for what Node brings.
    const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
    await build({ ...common, entryPoints: [join(home, "src/rules/index.ts")], outfile, format: "esm", banner });
    const { RULES } = await import(pathToFileURL(outfile).href);
    const prose = JSON.stringify(Object.fromEntries(RULES.map(({ id, why, examples }) => [id, { why, examples }])));
    const text = JSON.stringify(prose).replace(
      /[^\0-\x7f]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    return { name: CHUNK, text: `(function(){return{${CHUNK}(){return{prose:JSON.parse(${text})}}}})` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
