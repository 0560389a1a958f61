import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FACT_TABLES } from "./tables.js";

const HERE = dirname(fileURLToPath(import.meta.url));

describe("tables of facts", () => {
  it("each carry a source and a day", () => {
    for (const { about, source, asOf } of FACT_TABLES) {
      expect(source.length, about).toBeGreaterThan(10);
      expect(new Date(`${asOf}T00:00:00Z`).toISOString().slice(0, 10), about).toBe(asOf);
    }
  });
  it("are all listed that name a source of their own", () => {
    const own = readdirSync(HERE)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .filter((name) => /^export const SOURCE/m.test(readFileSync(join(HERE, name), "utf8")));
    const list = readFileSync(join(HERE, "tables.ts"), "utf8");
    expect(own.filter((name) => !list.includes(`"./${name.replace(/\.ts$/, ".js")}"`))).toEqual([]);
  });
});
