import { expect, it } from "vitest";
import { rulesCalledBy } from "./secret-keywords.js";
import { SECRET_RULES } from "./secret-rules.js";

const KEYWORDS = [...new Set(SECRET_RULES.flatMap(({ keywords }) => keywords))];
/** Every keyword by itself, cut short, twice its first letter, inside a word, in capitals, and with the beginning of the next one behind it. */
const TEXTS = KEYWORDS.flatMap((keyword, index) => [
  keyword,
  keyword.slice(0, -1),
  `${keyword[0]}${keyword}`,
  `RUN x${keyword.toUpperCase()}9`,
  `${keyword.slice(0, -1)}${KEYWORDS[(index + 1) % KEYWORDS.length]}`,
  `${keyword}@`,
]);

it("names the rules whose keywords a text holds, the first thousands of letters and all later ones alike", () => {
  const expected = TEXTS.map((text) =>
    SECRET_RULES.filter(
      ({ keywords, besides = "" }) => text.includes(besides) && keywords.some((keyword) => text.toLowerCase().includes(keyword)),
    ),
  );
  expect(TEXTS.slice(0, 300).map(rulesCalledBy)).toEqual(expected.slice(0, 300));
  rulesCalledBy(" ".repeat(10_000));
  expect(TEXTS.map(rulesCalledBy)).toEqual(expected);
});

it("reads letters beyond ASCII as themselves", () => {
  expect(rulesCalledBy("\u00e1kia \uff0f\uff0f")).toEqual([]);
});
