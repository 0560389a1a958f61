import { expect, test } from "vitest";
import { hinted } from "./hinted.js";

test("the expression is made for a text with one of the words, and decides", () => {
  let made = 0;
  const pattern = hinted("jest. karma", () => {
    made++;
    return /^(?:jest\.\w+|karma)$/;
  });
  expect([pattern.test("server.ts"), pattern.test("jest")]).toEqual([false, false]);
  expect(made).toBe(0);
  expect([pattern.test("jest.ts"), pattern.test("karma"), pattern.test("my-karma")]).toEqual([true, true, false]);
  expect(made).toBe(1);
});
