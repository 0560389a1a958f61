import { expect, it } from "vitest";
import { parseDuration } from "./duration.js";

it.each([
  ["10s", 10_000],
  ["1m30s", 90_000],
  ["1h5m30s20ms", 3_930_020],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["300ms", 300],
  ["1500us", 1.5],
  ["2d", 172_800_000],
  ["1w", 604_800_000],
  ["0", 0],
  ["0s", 0],
  ["", null],
  ["30", null],
  ["s", null],
  ["1m 30s", null],
  ["-1s", null],
  ["1x", null],
  ["1s2", null],
])("%j is %j ms", (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
