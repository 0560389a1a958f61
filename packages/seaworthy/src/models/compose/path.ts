/** A path of a Compose file, made relative to the project root. */
export type Resolved =
  | { readonly kind: "inside"; readonly path: string } // "." for the root
  | { readonly kind: "outside" }
  | { readonly kind: "remote" };

const REMOTE = /^(?:[a-zA-Z][a-zA-Z0-9+.-]+:\/\/|git@|github\.com\/|service:|target:)/;

/** Resolves what is written in a file whose relative paths start at `dir` (itself relative to the root, "." for it). */
export function resolvePath(dir: string, written: string): Resolved {
  if (REMOTE.test(written)) return { kind: "remote" };
  if (/^(?:[/~\\]|[a-zA-Z]:[\\/])/.test(written)) return { kind: "outside" };
  const path = joined(dir, written.replaceAll("\\", "/"));
  return path === null ? { kind: "outside" } : { kind: "inside", path };
}

/** `dir` and `path` as one normal path with forward slashes; null when it climbs over the root. */
export function joined(dir: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${dir}/${path}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/") || ".";
}

export function dirname(path: string): string {
  const cut = path.lastIndexOf("/");
  return cut < 0 ? "." : path.slice(0, cut) || ".";
}
