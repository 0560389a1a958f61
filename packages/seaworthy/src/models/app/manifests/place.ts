import type { SourcePlace } from "../../../core/place.js";
import type { Manifest } from "../app.js";

/** Where a dependency's name stands in its manifest; the start of the file when it cannot be found as written. */
export function dependencyPlace(manifest: Manifest, name: string, read: (path: string) => string | null): SourcePlace {
  const word = name.slice(name.lastIndexOf(":") + 1);
  const text = read(manifest.path) ?? "";
  const quoted = text.indexOf(`"${word}"`);
  const at = quoted >= 0 ? quoted + 1 : text.toLowerCase().indexOf(word.toLowerCase());
  return { file: manifest.path, range: at < 0 ? [0, 0] : [at, at + word.length] };
}
