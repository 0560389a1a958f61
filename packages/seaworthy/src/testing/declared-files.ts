import { pathMatcher } from "../models/image/file-pattern.js";
import type { Image } from "../models/image/image.js";
import { startPaths } from "../models/image/programs.js";
import type { AnyRule } from "../rule.js";

/** The image as a rule may see it: reading a file that the rule does not declare throws. */
export function guarded(image: Image, rule: AnyRule): Image {
  const declared = pathMatcher([...(rule.needs?.files ?? []), ...(rule.needs?.start ? startPaths(image.config) : [])]);
  const refuse = (path: string): void => {
    const real = image.files.resolve(path)?.path ?? path;
    if (!declared(path) && !declared(real)) throw new Error(`${rule.id} reads ${path}, which its needs do not declare`);
  };
  return {
    ...image,
    content: (path) => {
      refuse(path);
      return image.content(path);
    },
    text: (path) => {
      refuse(path);
      return image.text(path);
    },
  };
}
