import type { Sited } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";

/** The Dockerfile that stands in `dockerfile_inline`, under a path of its own. */
export function readInlineDockerfile(
  _path: string,
  _text: string,
  _args: ReadonlyMap<string, Sited<string | null>>,
): Dockerfile | null {
  return null;
}
