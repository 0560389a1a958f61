import { describe, expect, it } from "vitest";
import { kept } from "./kept.js";

describe("what is kept of a question", () => {
  it("is asked once of each object, also where the answer is nothing", () => {
    let asked = 0;
    const ask = kept((of: { readonly n: number }) => {
      asked++;
      return of.n > 1 ? of.n : undefined;
    });
    const [one, two] = [{ n: 1 }, { n: 2 }];
    expect([ask(one), ask(two), ask(one), ask(two)]).toEqual([undefined, 2, undefined, 2]);
    expect(asked).toBe(2);
    expect(ask({ n: 1 })).toBeUndefined();
    expect(asked).toBe(3);
  });
});
