// Tables that are put together out of others are put together when the command is built: its starts find them as text.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Modules whose exports are plain data. */
const DATA = /[\\/]src[\\/]knowledge[\\/](?:base-rows|secret-rules)\.ts$/;

export function workedOut(common) {
  return {
    name: "worked-out",
    setup({ onLoad }) {
      onLoad({ filter: DATA }, async ({ path }) => {
        const exports = Object.entries(await load(path, common));
        return {
          contents: exports.map(([name, value]) => `export const ${name} = ${written(value, `${path}: ${name}`)};`).join("\n"),
        };
      });
    },
  };
}

async function load(path, common) {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-build-"));
  try {
    const outfile = join(folder, "data.mjs");
    await build({ ...common, entryPoints: [path], outfile, format: "esm" });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As JSON a table is read in a fraction of the time that its objects take as code. */
function written(value, where) {
  if (typeof value === "string") return JSON.stringify(value);
  const text = JSON.stringify(value, (_, inner) => {
    if (["function", "bigint", "symbol"].includes(typeof inner) || Object.prototype.toString.call(inner) === "[object RegExp]")
      throw new Error(`${where} is no plain data`);
    return inner;
  });
  return `JSON.parse(${JSON.stringify(text)})`;
}
