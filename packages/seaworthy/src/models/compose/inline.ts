import type { Sited } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { readDockerfile } from "../dockerfile/read.js";

/** The Dockerfile that stands in `dockerfile_inline`. Its places are offsets into the inline text, under a path of its own. */
export function readInlineDockerfile(path: string, text: string, args: ReadonlyMap<string, Sited<string | null>>): Dockerfile {
  return readDockerfile(path, text, new Map([...args].map(([name, { value }]) => [name, value])));
}
