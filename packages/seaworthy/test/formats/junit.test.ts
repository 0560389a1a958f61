import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { XmlDocument, type XmlElement, XsdValidator } from "libxml2-wasm";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { exitCode } from "../../src/engine/exit-code.js";
import { renderJunit } from "../../src/report/junit.js";
import { judgeFiles } from "../judged.js";
import { HOSTILE, projectReport, reportOf } from "./reports.js";

const schema = XsdValidator.fromDoc(
  XmlDocument.fromString(readFileSync(join(import.meta.dirname ?? __dirname, "junit.xsd"), "utf8")),
);
const LENIENT = { failOn: "info", strict: false } as const;

function parsed(report: Report, threshold: { failOn: "info" | "warning" | "error"; strict: boolean } = LENIENT): XmlDocument {
  const document = XmlDocument.fromString(renderJunit(report, { ...threshold, at: "2026-11-27T08:00:00" }));
  schema.validate(document);
  return document;
}
const texts = (document: XmlDocument, path: string): string[] => document.find(path).map((node) => node.content);

describe("JUnit XML", () => {
  it("has a suite for each service, a case for each item, and counts that are theirs", () => {
    const document = parsed(projectReport());
    expect(texts(document, "/testsuites/testsuite/@name")).toEqual(["api", "web", "old", "problems"]);
    for (const suite of document.find("/testsuites/testsuite") as XmlElement[]) {
      const count = (path: string) => String(suite.find(path).length);
      expect(suite.attr("tests")?.value).toBe(count("testcase"));
      expect(suite.attr("failures")?.value).toBe(count("testcase/failure"));
      expect(suite.attr("errors")?.value).toBe(count("testcase/error"));
      expect(suite.attr("skipped")?.value).toBe(count("testcase/skipped"));
    }
    expect(texts(document, "/testsuites/testsuite[@name='api']/testcase/@name")).toHaveLength(12);
  });

  it("tells of each open finding where it is and what to do, and of a waiver its reason", () => {
    const document = parsed(projectReport());
    const [failure] = texts(document, "//testsuite[@name='api']/testcase[@name='Non-root user']/failure");
    expect(failure).toMatch(/^api\/Dockerfile:2: error: .*root.* \[non-root-user\/user\]/);
    expect(texts(document, "//testsuite[@name='web']/testcase[@name='Non-root user']/skipped/@message")).toEqual([
      'waived: "the" <driver> & its reasons',
    ]);
    expect(texts(document, "//testsuite[@name='problems']/testcase/error/@type")).toEqual(["parse"]);
    expect(texts(document, "//testsuite[@name='api']/system-out")[0]).toContain("[craft/");
  });

  it("has a failure just where the run fails, an error just where it is one of bad input", () => {
    const files = { Dockerfile: "FROM alpine:3.22\nUSER root\n" };
    const good = judgeFiles({ Dockerfile: "FROM scratch\n" });
    const reports = [projectReport(), judgeFiles(files), good, judgeFiles({})];
    for (const report of reports)
      for (const failOn of ["info", "warning", "error"] as const)
        for (const strict of [true, false]) {
          const document = parsed(report, { failOn, strict });
          const errors = document.find("//error").length > 0;
          const failures = document.find("//failure").length > 0;
          const code = exitCode(report, failOn, strict);
          expect(code).toBe(errors ? 2 : failures ? 1 : 0);
        }
  });

  it("fails nothing for what the baseline knows, and says so; a crash is an error", () => {
    const report = projectReport();
    const known = mapRulings(report, (ruling) => ({
      ...ruling,
      findings: ruling.findings.map((one) => ({ ...one, baseline: true })),
    }));
    expect(parsed(known).find("//failure")).toEqual([]);
    const [message] = texts(parsed(known), "//testsuite[@name='api']/testcase[@name='Non-root user']/skipped/@message");
    expect(message).toMatch(/^unmet, by what is known/);
    const crashed = mapRulings(report, (ruling) =>
      ruling.rule === "non-root-user/user" || ruling.rule.startsWith("craft/")
        ? { ...ruling, crashed: "TypeError: <x>" }
        : ruling,
    );
    const document = parsed(crashed);
    expect(texts(document, "//testsuite[@name='api']/testcase[@name='Non-root user']/error")).toEqual([
      "non-root-user/user: TypeError: <x>",
    ]);
    expect(document.find("//testsuite[@name='api']/testcase[starts-with(@name, 'craft/')]/error").length).toBeGreaterThan(3);
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text), text]))("is well-formed and valid with %s", (_, text) => {
    parsed(reportOf(text));
  });

  it("is well-formed and valid with any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        parsed(reportOf(text)).dispose();
      }),
      { numRuns: 100 },
    );
  });
});

type Ruling = Report["services"][number]["advice"][number];
function mapRulings(report: Report, change: (ruling: Ruling) => Ruling): Report {
  return {
    ...report,
    services: report.services.map((service) => ({
      ...service,
      items: service.items.map((item) => ({ ...item, rulings: item.rulings.map(change) })),
      advice: service.advice.map(change),
    })),
  };
}
