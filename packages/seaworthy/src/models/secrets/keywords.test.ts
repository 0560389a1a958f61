import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Keywords } from "./keywords.js";

function all(words: readonly string[], text: string, cut = text.length): string[] {
  const keywords = new Keywords(words);
  const bytes = Buffer.from(text, "latin1");
  const found: string[] = [];
  const first = bytes.subarray(0, cut);
  const state = keywords.scan(first, 0, keywords.start, (end, ended) =>
    found.push(...ended.map((one) => `${words[one]}@${end}`)),
  );
  keywords.scan(bytes.subarray(cut), 0, state, (end, ended) => found.push(...ended.map((one) => `${words[one]}@${cut + end}`)));
  return found.sort();
}

/** The same by looking at each place. */
function plainly(words: readonly string[], text: string): string[] {
  const lower = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return words
    .flatMap((word) => Array.from(lower, (_, at) => (lower.startsWith(word, at) ? [`${word}@${at + word.length}`] : [])).flat())
    .sort();
}

describe("many words in one pass", () => {
  it("finds words in either case, one inside the other, one at the end of the other", () => {
    expect(all(["he", "she", "his", "hers"], "uSHErs")).toEqual(["he@4", "hers@6", "she@4"]);
  });
  it("goes on where it was left", () => {
    expect(all(["secret"], "a sec" + "ret b", 5)).toEqual(["secret@8"]);
  });
  it("agrees with looking at each place", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "-", "\u00e9"), maxLength: 40 });
    const word = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 6 }), letters, fc.nat(40), (words, text, cut) => {
        expect(all(words, text, Math.min(cut, text.length))).toEqual(plainly(words, text));
      }),
      { numRuns: 500 },
    );
  });
});
