import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const EXAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), "../../../examples");

/** The texts of an example, by their paths in it; without what is made there when somebody tries it. */
export function exampleFiles(name: string): Readonly<Record<string, string>> {
  return filesIn(join(EXAMPLES, name), "");
}

function filesIn(folder: string, below: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    if (name === "node_modules" || name === "__pycache__") continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(found, filesIn(path, `${below}${name}/`));
    else found[below + name] = readFileSync(path, "utf8");
  }
  return found;
}
