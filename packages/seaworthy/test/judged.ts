import { expect } from "vitest";
import type { Report, Ruling } from "../src/core/report.js";
import { inspect } from "../src/engine/inspect.js";
import { DEFAULT_SETTINGS } from "../src/engine/settings.js";
import { type MemoryOptions, readProjectFrom } from "../src/io/memory.js";
import type { Project } from "../src/models/project/project.js";
import { RULES } from "../src/rules/index.js";
import { reportFaults } from "./schemas.js";

export const TODAY = "2026-11-23";

/** Judges a project by all rules at source depth. */
export function judgeProject(project: Project): Report {
  const report = inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0.0.0" });
  expect(reportFaults(JSON.parse(JSON.stringify(report)))).toEqual([]);
  return report;
}

export function judgeFiles(files: Readonly<Record<string, string>>, options: MemoryOptions = {}): Report {
  return judgeProject(readProjectFrom(files, { today: TODAY, ...options }));
}

/** The rulings of one service (the first that is built, or the one that is named) by rule id. */
export function rulingsOf(report: Report, name?: string): ReadonlyMap<string, Ruling> {
  const service = name
    ? report.services.find((one) => one.name === name)
    : report.services.find((one) => one.dockerfile !== null);
  if (!service) throw new Error(`no service ${name ?? ""}; problems: ${report.problems.map((one) => one.message).join("; ")}`);
  return new Map([...service.items.flatMap((item) => item.rulings), ...service.advice].map((ruling) => [ruling.rule, ruling]));
}
