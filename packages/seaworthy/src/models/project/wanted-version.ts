import { type Product, productReleases } from "../../knowledge/releases.js";
import { joinPath } from "./paths.js";
import type { Service } from "./service.js";

type Read = (path: string) => string | null;

/** The release of a runtime that the app's own files ask for: its version file, else what its manifest demands at least; null where they do not tell. */
export function wantedVersion(service: Service, product: Product, read: Read): string | null {
  const roots = [...new Set([service.app?.root, service.context?.root, "."].filter((root) => typeof root === "string"))];
  for (const root of roots) {
    const at = (name: string) => read(joinPath(root, name));
    const found = product === "node" ? node(at) : product === "python" ? python(at) : product === "go" ? go(at) : null;
    if (found === null) continue;
    const release = product === "node" ? (found.split(".")[0] ?? null) : found.split(".").slice(0, 2).join(".");
    if (release !== null && productReleases(product).includes(release)) return release;
  }
  return null;
}

function node(at: Read): string | null {
  for (const name of [".nvmrc", ".node-version"]) {
    const version = /^\s*v?(\d+(?:\.\d+)*)\s*$/.exec(at(name) ?? "")?.[1];
    if (version) return version;
  }
  const text = at("package.json");
  if (text === null) return null;
  const engine = /"engines"\s*:\s*\{[^}]*"node"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? "";
  // The least that is asked for is what the app was made with; an upper bound alone says nothing.
  const least = /^(?:\^|~|>=|=|v)?\s*v?(\d+(?:\.\d+)*)(?:\.x|\.\*)?/.exec(engine.trim())?.[1];
  return least ?? null;
}

function python(at: Read): string | null {
  const file = /^\s*(\d+\.\d+)(?:\.\d+)?\s*$/m.exec(at(".python-version") ?? "")?.[1];
  if (file) return file;
  const runtime = /^python-(\d+\.\d+)/.exec(at("runtime.txt") ?? "")?.[1];
  if (runtime) return runtime;
  const project = at("pyproject.toml") ?? "";
  return /^\s*(?:requires-python|python)\s*=\s*["'](?:\^|~=?|>=|==)?\s*(\d+\.\d+)/m.exec(project)?.[1] ?? null;
}

function go(at: Read): string | null {
  const text = at("go.mod") ?? "";
  return (/^toolchain\s+go(\d+\.\d+)/m.exec(text) ?? /^go\s+(\d+\.\d+)/m.exec(text))?.[1] ?? null;
}
