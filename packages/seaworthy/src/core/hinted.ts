import type { Pattern } from "./caseless.js";
import { lazy } from "./lazy.js";

/**
 * An expression that is asked only of texts that hold one of the words without which it matches nothing. To compile a long one costs a start
 * more than hundreds of looks for words, and most paths and names hold none of them.
 *
 * @param words with a blank between them
 */
export function hinted(words: string, make: () => Pattern): Pattern {
  const hints = words.split(" ");
  const pattern = lazy(make);
  return {
    test: (text) => {
      for (let at = 0; at < hints.length; at++) if (text.includes(hints[at] as string)) return pattern().test(text);
      return false;
    },
  };
}
