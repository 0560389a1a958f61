import type { Image } from "../models/image/image.js";
import { SCRIPT_FILES, startPaths } from "../models/image/programs.js";
import { Wanted } from "../models/image/wanted.js";
import type { AnyRule } from "../rule.js";

/**
 * The image as a rule may see it: reading a file that the rule does not declare throws; of what starts the image, whose paths
 * are found on the way, the contents are there that an inspection would have kept.
 */
export function guarded(image: Image, rule: AnyRule): Image {
  const { files = [], start = false } = rule.needs ?? {};
  const wanted = new Wanted([...files, ...(start ? [...SCRIPT_FILES, ...startPaths(image.config)] : [])]);
  const declared = (path: string) => wanted.limit(path) > 0;
  const isKept = (path: string): boolean => {
    const kept = declared(path) || declared(image.files.resolve(path)?.path ?? path);
    if (!kept && !start) throw new Error(`${rule.id} reads ${path}, which its needs do not declare`);
    return kept;
  };
  return {
    ...image,
    content: (path) => (isKept(path) ? image.content(path) : null),
    text: (path) => (isKept(path) ? image.text(path) : null),
  };
}
