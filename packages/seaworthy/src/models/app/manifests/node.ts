import type { Manifest } from "../app.js";
import { manifest, strings, type Table, table } from "./reader.js";

/** package.json; null when it is not JSON. */
export function readPackageJson(path: string, text: string): Manifest | null {
  const parsed = packageTable(text);
  if (!parsed) return null;
  const optional = [...strings(parsed.optionalDependencies), ...strings(parsed.peerDependencies)];
  return manifest(
    path,
    "package.json",
    {
      dependencies: new Map([...optional, ...strings(parsed.dependencies)]),
      devDependencies: strings(parsed.devDependencies),
      scripts: strings(parsed.scripts),
    },
    text.length,
  );
}

/** The object in a package.json, for what a Manifest does not hold (`name`, `main`, `workspaces`). */
export function packageTable(text: string): Table | null {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return parsed !== null && typeof parsed === "object" && !Array.isArray(parsed) ? table(parsed) : null;
  } catch {
    return null;
  }
}
