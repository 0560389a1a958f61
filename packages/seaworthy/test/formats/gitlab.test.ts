import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { renderGitlab } from "../../src/report/gitlab.js";
import { HOSTILE, projectReport, reportOf } from "./reports.js";

/** What GitLab documents of a Code Quality report: all five keys are needed, the path is relative and does not start with "./". */
const DEGRADATIONS = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    additionalProperties: false,
    properties: {
      description: { type: "string", minLength: 1, pattern: "^[^\\u0000-\\u001f]+$" },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{16}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        additionalProperties: false,
        properties: {
          path: { type: "string", pattern: "^(?!\\./|/)" },
          lines: {
            type: "object",
            required: ["begin"],
            additionalProperties: false,
            properties: { begin: { type: "integer", minimum: 1 }, end: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
};
const valid = new Ajv().compile(DEGRADATIONS);

interface Entry {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}
function entries(report: Report): readonly Entry[] {
  const parsed: unknown = JSON.parse(renderGitlab(report));
  expect(valid(parsed), JSON.stringify(valid.errors)).toBe(true);
  return parsed as readonly Entry[];
}

describe("a GitLab Code Quality report", () => {
  it("has the documented shape, and each fingerprint once", () => {
    const all = entries(projectReport());
    expect(all.length).toBeGreaterThan(10);
    expect(new Set(all.map((one) => one.fingerprint)).size).toBe(all.length);
  });

  it("names the rule, the place and the severity; leaves out what is waived; tells of what could not be judged", () => {
    const all = entries(projectReport());
    const users = all.filter((one) => one.check_name === "non-root-user/user");
    expect(users.map(({ severity, location }) => `${severity} ${location.path}:${location.lines.begin}`)).toEqual([
      "critical api/Dockerfile:2",
      "critical old/Dockerfile:1",
    ]);
    expect(users[0]?.description).toMatch(/^non-root-user\/user: .*root/);
    expect(all.filter((one) => one.check_name.startsWith("problem/"))).toMatchObject([
      { severity: "critical", location: { path: "old/Dockerfile", lines: { begin: 2 } } },
    ]);
    const advised = all.filter((one) => one.check_name.startsWith("craft/"));
    expect(advised.length).toBeGreaterThan(0);
    expect(advised.filter((one) => one.severity === "critical")).toEqual([]);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))("holds its shape with %s", (_, text) => {
    expect(entries(reportOf(text)).length).toBeGreaterThan(2);
  });

  it("points at the Dockerfile where a finding is in no source file", () => {
    const report = projectReport();
    const moved = {
      ...report,
      services: report.services.map((service) => ({
        ...service,
        items: service.items.map((item) => ({
          ...item,
          rulings: item.rulings.map((ruling) => ({
            ...ruling,
            findings: ruling.findings.map((one) => ({ ...one, place: { image: { part: "config" as const } } })),
          })),
        })),
      })),
    };
    expect(entries(moved).find((one) => one.check_name === "non-root-user/user")?.location.path).toBe("api/Dockerfile");
  });
});
