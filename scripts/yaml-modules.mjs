// The YAML library has two forms. That for browsers is of modules, which the bundle takes apart and whose constants are made late; that for node
// is of functions that all run at each start that reads YAML.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const MODULES = join(dirname(createRequire(import.meta.url).resolve("yaml")), "../browser/dist");
/** The one thing of those that a reader sees: what is no base64 was no error in node's form. */
const STRICT = "if (typeof atob === 'function') {";

export function yamlModules() {
  return {
    name: "yaml-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^yaml$/ }, () => ({ path: join(MODULES, "index.js") }));
      onLoad({ filter: /[\\/]yaml[\\/]browser[\\/].*[\\/]binary\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (!text.includes(STRICT)) throw new Error(`${path} does not read base64 as it did`);
        return { contents: text.replace(STRICT, `return Buffer.from(src, 'base64');\n${STRICT}`) };
      });
    },
  };
}
