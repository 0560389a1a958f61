import { describe, expect, it } from "vitest";
import { inspect } from "../engine/inspect.js";
import { DEFAULT_SETTINGS } from "../engine/settings.js";
import { readProjectFrom } from "../io/memory.js";
import { RULES } from "../rules/index.js";
import { jsonPieces } from "./json.js";

function reportOf(files: Readonly<Record<string, string>>) {
  const project = readProjectFrom(files);
  return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0.0.0" });
}

const TWO = { "api/Dockerfile": "FROM node:22\nCMD node a.js\n", "web/Dockerfile": 'FROM nginx\nLABEL a="\\n"\nFRMO b\n' };

describe("the report as JSON", () => {
  it.each([
    ["of no service", {}],
    ["of one service", { Dockerfile: "FROM scratch\n" }],
    ["of two services", TWO],
  ])("%s is what JSON.stringify makes of it", (_, files) => {
    const report = reportOf(files);
    expect([...jsonPieces(report)].join("")).toBe(`${JSON.stringify(report, null, 2)}\n`);
  });

  it("comes in a piece for each service", () => {
    const whole = [...jsonPieces(reportOf(TWO))];
    expect(whole.filter((piece) => piece.includes('"dockerfile": "'))).toHaveLength(2);
  });
});
