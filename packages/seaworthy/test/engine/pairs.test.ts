import { describe, expect, it } from "vitest";
import { RULES } from "../../src/rules/index.js";
import { PAIRS } from "./fixtures/twins.js";

/** Rules of the trial of which no two services are tried, and why there cannot be two. */
const WITHOUT: Readonly<Record<string, string>> = {};

describe("the pairs of services", () => {
  const tried = new Set(PAIRS.map(({ rule }) => rule));
  const rules = RULES.filter(({ trial }) => trial).map(({ id }) => id);

  it("are there for every rule that a trial answers", () => {
    expect(rules.length).toBeGreaterThan(15);
    expect(rules.filter((id) => !tried.has(id) && !(id in WITHOUT))).toEqual([]);
    expect(Object.keys(WITHOUT).filter((id) => tried.has(id) || !rules.includes(id as never))).toEqual([]);
  });

  it("name rules that a trial answers, each pair by a name of its own", () => {
    expect([...tried].filter((id) => !rules.includes(id as never))).toEqual([]);
    expect(new Set(PAIRS.map(({ name }) => name)).size).toBe(PAIRS.length);
  });
});
