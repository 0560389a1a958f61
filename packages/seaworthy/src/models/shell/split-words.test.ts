import { expect, test } from "vitest";
import { splitWords } from "./split-words.js";

test.each([
  ["npm start", ["npm", "start"]],
  ["  a\t b\n", ["a", "b"]],
  [`sh -c "a && b 'c'"`, ["sh", "-c", "a && b 'c'"]],
  [`a 'b "c" \\'`, ["a", 'b "c" \\']],
  [`"say \\"hi\\"" x\\ y`, ['say "hi"', "x y"]],
  [`a "" b`, ["a", "", "b"]],
  [`a"b"'c'`, ["abc"]],
  ["", []],
  [`open "quote`, ["open", "quote"]],
])("%j", (line, words) => expect(splitWords(line)).toEqual(words));
