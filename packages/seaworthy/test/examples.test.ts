import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Report, Ruling } from "../src/core/report.js";
import { readProject } from "../src/io/read-project.js";
import { RULES } from "../src/rules/index.js";
import { judgeProject, TODAY } from "./judged.js";

const EXAMPLES = resolve(dirname(fileURLToPath(import.meta.url)), "../../../examples");
const judge = (name: string): Report => judgeProject(readProject(resolve(EXAMPLES, name), { today: TODAY }));

function rulings(report: Report, rule: string): readonly { readonly service: string; readonly ruling: Ruling }[] {
  return report.services.flatMap((service) =>
    service.items.flatMap((item) =>
      item.rulings.filter((one) => one.rule === rule).map((ruling) => ({ service: service.name, ruling })),
    ),
  );
}

/** Every required rule that reads sources: a new rule must be put in, and have its fault in the naive example. */
const REQUIRED: readonly string[] = [
  // LIST
];

describe("the examples", () => {
  const naive = judge("naive");
  const seaworthy = judge("seaworthy");

  it("the list names every required rule with a source probe", () => {
    const known = RULES.filter((rule) => rule.weight === "required" && rule.source).map((rule) => rule.id);
    expect([...REQUIRED].sort()).toEqual([...known].sort());
  });

  it.each(REQUIRED)("%s: no on the naive project, yes or n/a on its twin", (id) => {
    expect(rulings(naive, id).map(({ ruling }) => ruling.ruling)).toContain("no");
    const catches = RULES.find((rule) => rule.id === id)?.catches === true;
    const wrong = rulings(seaworthy, id).filter(
      ({ ruling }) => !(ruling.ruling === "yes" || ruling.ruling === "n/a" || (catches && ruling.ruling === "unknown")),
    );
    expect(wrong.map(({ service, ruling }) => `${service}: ${ruling.ruling}: ${ruling.because}`)).toEqual([]);
  });

  it("the twin is met on every item", () => {
    const open = seaworthy.services.flatMap((service) =>
      service.items
        .filter((item) => item.verdict !== "met" && !(service.dockerfile === null && item.verdict === "not applicable"))
        .map(
          (item) =>
            `${service.name} ${item.item} ${item.verdict}: ${item.rulings
              .filter((one) => one.ruling !== "yes")
              .map((one) => `${one.rule} ${one.ruling} ${one.because}`)
              .join("; ")}`,
        ),
    );
    expect(open).toEqual([]);
    expect(seaworthy.problems).toEqual([]);
  });

  it("the naive project is unmet on every item in some service", () => {
    const unmet = new Set(
      naive.services.flatMap((service) => service.items.filter((item) => item.verdict === "unmet").map((item) => item.item)),
    );
    expect(unmet.size).toBe(12);
  });
});
