import { expect, it } from "vitest";
import { amount } from "./amount.js";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [18_349_000, "18.3 MB"],
  [118_349_000, "118 MB"],
  [999_960_000, "1 GB"],
  [1_240_000_000, "1.2 GB"],
  [5e15, "5000 TB"],
  [-1, "0 B"],
])("%d bytes are %s", (bytes, text) => expect(amount(bytes)).toBe(text));
